import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../core/ports/log.ts';

export type TemporaryFile = { readonly file: string; readonly remove: () => Promise<void> };

/** A place for a database file in a folder of its own, and its removal. */
export const temporaryFile = async (): Promise<TemporaryFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'duodian-storage-'));
  return {
    file: join(folder, 'duodian.db'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

export const WORKER_URL = new URL('../worker.ts', import.meta.url);

type Heard = { readonly event: string; readonly detail: Readonly<Record<string, unknown>> };

/** A log that keeps what it hears. */
export const listeningLog = (): Log & { readonly heard: Heard[] } => {
  const heard: Heard[] = [];
  const hear: Log['info'] = (event, detail = {}) => {
    heard.push({ event, detail });
  };
  return { heard, info: hear, warn: hear };
};
