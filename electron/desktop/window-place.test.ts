import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWindowPlace, placeToOpen, saveWindowPlace } from './window-place.ts';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const KEPT = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false };

describe("the window's place", () => {
  it('is where it was', () => {
    const { isMaximized: _, ...bounds } = KEPT;
    expect(placeToOpen(KEPT, [SCREEN])).toEqual({ bounds, isMaximized: false });
  });

  it.each([
    ['on a screen that is gone', { ...KEPT, x: 3000 }],
    ['with only an edge in sight', { ...KEPT, x: 1900 }],
    ['with its title above the screen', { ...KEPT, y: -300 }],
  ])('is the default when it was %s', (_what, kept) => {
    expect(placeToOpen(kept, [SCREEN]).bounds).toEqual({ width: 1440, height: 900 });
  });

  it('survives a restart; a damaged file counts as none', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duodian-window-'));
    expect(loadWindowPlace(folder)).toBeNull();
    saveWindowPlace(folder, KEPT);
    expect(loadWindowPlace(folder)).toEqual(KEPT);
    writeFileSync(path.join(folder, 'window.json'), '{"x":1');
    expect(loadWindowPlace(folder)).toBeNull();
    rmSync(folder, { recursive: true });
  });
});
