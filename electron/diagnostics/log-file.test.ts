import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { LogFile } from './log-file.ts';
import { createLog } from './log.ts';

const CLOCK = { now: () => 0, monotonicMs: () => 0 };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string): string => path.join(folder, 'logs', name);
const textOf = (name: string): string => readFileSync(fileOf(name), 'utf8');
const linesOf = (name: string): readonly string[] => textOf(name).trimEnd().split('\n');

describe('the log file', () => {
  it('holds every line in order, for its owner only', async () => {
    const file = new LogFile(CLOCK, folder);
    const lines = Array.from({ length: 1_200 }, (_, index) => `line ${index}`);
    for (const line of lines) file.write(line);
    await file.flush();
    expect(linesOf('duodian.log')).toEqual(lines);
    expect(statSync(fileOf('duodian.log')).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(fileOf('duodian.log'))).mode & 0o777).toBe(0o700);
  });

  it('goes on behind what an earlier life wrote, and narrows a mode that was widened', async () => {
    const first = new LogFile(CLOCK, folder);
    first.write('first life');
    await first.flush();
    chmodSync(fileOf('duodian.log'), 0o644);
    const second = new LogFile(CLOCK, folder);
    second.write('second life');
    await second.flush();
    expect(linesOf('duodian.log')).toEqual(['first life', 'second life']);
    expect(statSync(fileOf('duodian.log')).mode & 0o777).toBe(0o600);
  });

  it('keeps two older files and never outgrows its size', async () => {
    const file = new LogFile(CLOCK, folder, 100);
    for (let index = 0; index < 40; index += 1) {
      file.write(`line ${String(index).padStart(3, '0')} ${'x'.repeat(20)}`);
      await file.flush();
    }
    const kept = ['duodian.2.log', 'duodian.1.log', 'duodian.log'].flatMap(linesOf);
    expect(kept.at(-1)).toContain('line 039');
    expect(kept.length).toBeGreaterThan(6);
    // What is kept is the newest, without a gap.
    expect(kept.map((line) => Number(line.slice(5, 8)))).toEqual(
      kept.map((_, index) => 40 - kept.length + index),
    );
    for (const name of ['duodian.2.log', 'duodian.1.log', 'duodian.log'])
      expect(statSync(fileOf(name)).size).toBeLessThanOrEqual(100);
    expect(existsSync(fileOf('duodian.3.log'))).toBe(false);
  });

  it('does without what cannot be written, and says how much was lost once it can', async () => {
    // A file in the place of the folder: no user, root included, can write below it.
    writeFileSync(path.join(folder, 'logs'), '');
    const file = new LogFile(CLOCK, folder);
    file.write('lost one');
    await file.flush();
    file.write('lost two');
    await file.flush();
    rmSync(path.join(folder, 'logs'));
    file.write('back');
    await file.flush();
    file.write('and on');
    await file.flush();
    expect(linesOf('duodian.log')).toEqual([
      '1970-01-01T00:00:00.000Z warn log.linesLost {"lines":2}',
      'back',
      'and on',
    ]);
  });

  it('holds a bounded number of lines while the disk does not answer, and counts the rest', async () => {
    const file = new LogFile(CLOCK, folder);
    // The writer begins a turn later, so that all of these find a disk that has not yet answered.
    for (let index = 0; index < 2_000; index += 1) file.write('x'.repeat(1_000));
    await file.flush();
    const lines = linesOf('duodian.log');
    expect(lines[0]).toMatch(/log\.linesLost \{"lines":\d+\}$/u);
    const lost = Number(/\d+(?=\}$)/u.exec(lines[0] ?? '')?.[0]);
    expect(lost + lines.length - 1).toBe(2_000);
    expect(lines.length).toBeGreaterThan(1_000);
  });

  it('writes at once what waits when the process ends', () => {
    const file = new LogFile(CLOCK, folder);
    file.write('last words');
    file.flushNow();
    expect(textOf('duodian.log')).toBe('last words\n');
  });

  it('[SE6] only cleaned lines reach it, those from before it was there too', async () => {
    const log = createLog(CLOCK, () => undefined);
    log.info('early', { text: 'canary-token-0001' });
    log.redact(new Secret('canary-token-0001'));
    const file = new LogFile(CLOCK, folder);
    log.alsoTo(file.write);
    log.info('late', { text: 'canary-token-0001' });
    await file.flush();
    expect(linesOf('duodian.log')).toHaveLength(2);
    expect(textOf('duodian.log')).not.toContain('canary');
  });
});
