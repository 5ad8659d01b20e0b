import { TABLE_LIMITS } from '#shared/model/phrase-table.ts';
import type { TableFile } from './read-table-file.ts';

/** The largest table that is allowed takes about two seconds. */
const GIVE_UP_MS = 20_000;
const MEGABYTE = 1024 * 1024;

/** Reads a file that the agent chose, in a thread of its own with what it needs; never rejects. */
export const loadTable = async (file: File): Promise<TableFile> => {
  // Before it is read: a file of a gigabyte is refused at once.
  if (file.size > TABLE_LIMITS.bytes)
    return { problem: { kind: 'fileTooLarge', megabytes: TABLE_LIMITS.bytes / MEGABYTE } };
  const broken: TableFile = { problem: { kind: 'brokenFile' } };
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) return broken;
  const worker = new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve } = Promise.withResolvers<TableFile>();
  const timer = window.setTimeout(() => {
    resolve(broken);
  }, GIVE_UP_MS);
  worker.addEventListener('message', ({ data }: MessageEvent<TableFile>) => {
    resolve(data);
  });
  worker.addEventListener('error', () => {
    resolve(broken);
  });
  worker.postMessage({ name: file.name, bytes: new Uint8Array(bytes) }, [bytes]);
  const read = await promise;
  window.clearTimeout(timer);
  worker.terminate();
  return read;
};
