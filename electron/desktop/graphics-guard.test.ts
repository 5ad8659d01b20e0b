import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shouldAvoidGraphics, watchGraphics } from './graphics-guard.ts';

const SILENT = { info: () => undefined, warn: () => undefined };
const CRASH = { type: 'GPU', reason: 'crashed', exitCode: 5 };
const NOW = 1_760_000_000_000;
const DAY_MS = 24 * 3_600_000;

describe('a graphics process that keeps ending', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-graphics-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is done without in the next starts, for a week', () => {
    const ended = watchGraphics(folder, () => NOW, SILENT);
    ended(CRASH);
    ended(CRASH);
    expect(shouldAvoidGraphics(folder, NOW)).toBe(false);
    ended(CRASH);
    expect(shouldAvoidGraphics(folder, NOW + 1)).toBe(true);
    expect(shouldAvoidGraphics(folder, NOW + 8 * DAY_MS)).toBe(false);
    // A clock that was set back.
    expect(shouldAvoidGraphics(folder, NOW - DAY_MS)).toBe(false);
  });

  it('is not one that ended as it should, nor another process', () => {
    const ended = watchGraphics(folder, () => NOW, SILENT);
    for (let turn = 0; turn < 5; turn += 1) {
      ended({ ...CRASH, reason: 'clean-exit' });
      ended({ ...CRASH, type: 'Utility' });
    }
    expect(shouldAvoidGraphics(folder, NOW)).toBe(false);
  });

  it('is forgotten where nothing can be kept, or something else is there', () => {
    const ended = watchGraphics(path.join(folder, 'nowhere'), () => NOW, SILENT);
    for (let turn = 0; turn < 3; turn += 1) ended(CRASH);
    writeFileSync(path.join(folder, 'graphics.json'), '{"failedAt":"now"}');
    expect(shouldAvoidGraphics(folder, NOW)).toBe(false);
  });
});
