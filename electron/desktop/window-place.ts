import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { OWNER_ONLY } from '../host/data/owner-only.ts';

const size = z.number().int().min(200).max(20_000);
const placeSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: size,
  height: size,
  isMaximized: z.boolean(),
});
export type WindowPlace = z.output<typeof placeSchema>;
export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

const DEFAULT_SIZE = { width: 1440, height: 900 };
/** So much of the window must lie on a screen for it to be grasped. */
const MIN_VISIBLE = 120;

const isVisibleOn = (place: Rectangle, screen: Rectangle): boolean => {
  const width =
    Math.min(place.x + place.width, screen.x + screen.width) - Math.max(place.x, screen.x);
  const height =
    Math.min(place.y + place.height, screen.y + screen.height) - Math.max(place.y, screen.y);
  return width >= MIN_VISIBLE && height >= MIN_VISIBLE && place.y >= screen.y - 8;
};

/** Where to open the window: where it was, unless that screen is gone; then the default size in the middle. */
export const placeToOpen = (
  kept: WindowPlace | null,
  screens: readonly Rectangle[],
): { readonly bounds: Partial<Rectangle>; readonly isMaximized: boolean } => {
  if (kept === null || !screens.some((screen) => isVisibleOn(kept, screen))) {
    return { bounds: DEFAULT_SIZE, isMaximized: kept?.isMaximized ?? false };
  }
  const { isMaximized, ...bounds } = kept;
  return { bounds, isMaximized };
};

const fileIn = (directory: string): string => path.join(directory, 'window.json');

/** Null where none was kept or it cannot be read: a window's place is never worth an error. */
export const loadWindowPlace = (directory: string): WindowPlace | null => {
  try {
    return placeSchema.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')));
  } catch {
    return null;
  }
};

/** Synchronous: it is called while the window closes. */
export const saveWindowPlace = (directory: string, place: WindowPlace): void => {
  const file = fileIn(directory);
  mkdirSync(directory, { recursive: true, mode: OWNER_ONLY.folder });
  writeFileSync(`${file}.new`, JSON.stringify(place), { mode: OWNER_ONLY.file });
  renameSync(`${file}.new`, file);
};
