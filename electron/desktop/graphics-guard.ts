import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import { OWNER_ONLY } from '../host/data/owner-only.ts';

/** Chromium opens its graphics process again by itself; one that ends so often in one run would take the app with it. */
const TOO_OFTEN = 3;
/** By then a driver may have been mended. */
const AVOID_FOR_MS = 7 * 24 * 3_600_000;

const keptSchema = z.object({ failedAt: z.number() });
const fileIn = (directory: string): string => path.join(directory, 'graphics.json');

/** Whether the app is to draw without the graphics card, because that failed of late. */
export const shouldAvoidGraphics = (directory: string, now: number): boolean => {
  try {
    const { failedAt } = keptSchema.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')));
    return failedAt <= now && now - failedAt < AVOID_FOR_MS;
  } catch {
    return false;
  }
};

/** What Electron says of a process of its own that ended. */
type Ended = { readonly type: string; readonly reason: string; readonly exitCode: number };

/** Counts the ends of the graphics process, and remembers too many of them for the next start. Answers what hears of each. */
export const watchGraphics = (
  directory: string,
  now: () => number,
  log: Log,
): ((ended: Ended) => void) => {
  let ends = 0;
  return ({ type, reason, exitCode }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return;
    ends += 1;
    log.warn('graphics.ended', { reason, exitCode, ends });
    if (ends !== TOO_OFTEN) return;
    const file = fileIn(directory);
    try {
      writeFileSync(`${file}.new`, JSON.stringify({ failedAt: now() }), { mode: OWNER_ONLY.file });
      renameSync(`${file}.new`, file);
    } catch (error) {
      log.warn('graphics.notKept', { error });
    }
  };
};
