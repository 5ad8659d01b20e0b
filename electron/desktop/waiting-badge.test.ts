import type { NativeImage } from 'electron';
import { expect, it } from 'vitest';
import { showBadge } from './waiting-badge.ts';

const PICTURE = {} as NativeImage;

/** What each system is told of these numbers. */
const toldOn = (platform: NodeJS.Platform, counts: readonly number[]): readonly unknown[] => {
  const told: unknown[] = [];
  const parts = {
    platform,
    app: {
      setBadgeCount: (count?: number) => told.push(count) > 0,
      dock: { setBadge: (text: string) => void told.push(text) },
    },
    window: {
      setOverlayIcon: (image: NativeImage | null, words: string) => void told.push([image, words]),
    },
    overlayOf: (count: number) => (count === 0 ? null : PICTURE),
  };
  for (const count of counts) showBadge(count, '3 位买家等待', parts);
  return told;
};

it('the number of who waits is in the taskbar, the dock or the launcher', () => {
  expect(toldOn('win32', [3, 0])).toEqual([
    [PICTURE, '3 位买家等待'],
    [null, ''],
  ]);
  expect(toldOn('darwin', [3, 100, 0])).toEqual(['3', '99+', '']);
  expect(toldOn('linux', [3, 100, 0])).toEqual([3, 100, 0]);
});
