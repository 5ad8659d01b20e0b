import { parentPort, workerData } from 'node:worker_threads';
import { asStorageError } from '../errors.ts';
import { standBack } from './stand-back.ts';
import { writeBackup, type BackupOutcome } from './write-backup.ts';

/** The backup's thread: one backup, one answer, its end. */
if (parentPort !== null) {
  const { file, at } = workerData as { readonly file: string; readonly at: number };
  const outcome = (): BackupOutcome => {
    try {
      return writeBackup(file, at);
    } catch (error) {
      const { kind, message } = asStorageError(error);
      return kind === 'storage.corrupt' ? { kind: 'damaged' } : { kind: 'failed', why: message };
    }
  };
  standBack();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort.postMessage(outcome());
}
