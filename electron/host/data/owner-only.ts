import { chmodSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** SE10: what we write is for the user who runs the program alone. Windows has no such modes: there the folder's rights hold. */
export const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const;

const OTHERS = 0o077;

/** Holds for all that this process and its children will ever make, whatever the mode of a folder that was named. */
export const keepToOwner = (): void => {
  process.umask(0o077);
};

/** Takes the rights of group and others from what stands in a folder that they could look into. */
const narrowInside = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    // A link has no rights of its own, and where it leads is not ours to change.
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const { mode } = lstatSync(place);
    if ((mode & OTHERS) === 0) continue;
    chmodSync(place, mode & ~OTHERS);
    if (entry.isDirectory()) narrowInside(place);
  }
};

/**
 * SE10: makes a data folder that was there before its user's alone, with all that stands in it. False where the folder, or something
 * directly in it, belongs to another user: who owns a file can read it and can put another one in its place.
 */
export const takeForOwner = (folder: string): boolean => {
  const user = process.geteuid?.();
  if (user === undefined) return true;
  const { uid, mode } = statSync(folder);
  const entries = readdirSync(folder).map((name) => path.join(folder, name));
  if (uid !== user || entries.some((entry) => lstatSync(entry).uid !== user)) return false;
  if ((mode & OTHERS) !== 0) chmodSync(folder, mode & ~OTHERS);
  narrowInside(folder);
  return true;
};
