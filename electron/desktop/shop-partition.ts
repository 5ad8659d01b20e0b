import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../core/ports/log.ts';
import type { ShopId } from '#shared/model/ids.ts';

const FOLDER_PREFIX = 'shop-';

/**
 * Shop ids come from outside, and a partition's name becomes a folder's: what is not plain lower case (two ids could be one folder
 * on Windows) is named by its hash, which no plain id can equal in length.
 */
const folderOf = (shopId: ShopId): string =>
  FOLDER_PREFIX +
  (/^[a-z0-9-]{1,63}$/u.test(shopId) ? shopId : createHash('sha256').update(shopId).digest('hex'));

/** The session partition of a shop (PL4). */
export const partitionOf = (shopId: ShopId): string => `persist:${folderOf(shopId)}`;

/**
 * PL13: removes the sessions' folders of all shops but these. Electron deletes no folder, and Chromium keeps the files of a session
 * open while the program lives, so it is done at the next start, before the first session is opened. One that cannot be removed is tried again the next time.
 */
export const removeOtherPartitions = async (
  partitions: string,
  kept: Iterable<ShopId>,
  log: Log,
): Promise<void> => {
  const wanted = new Set([...kept].map(folderOf));
  for (const name of await readdir(partitions).catch(() => [])) {
    if (!name.startsWith(FOLDER_PREFIX) || wanted.has(name)) continue;
    await rm(path.join(partitions, name), { recursive: true, force: true, maxRetries: 3 }).catch(
      (error: unknown) => log.warn('session.folderNotRemoved', { error }),
    );
  }
};
