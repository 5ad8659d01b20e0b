import { assertNever } from '#shared/model/result.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

/** Why the database could not be opened and what to do, as one line for whoever started the program. */
export const storageSentence = (kind: StorageReason, file: string): string => {
  const why = (): string => {
    switch (kind) {
      case 'storage.full':
        return 'the disk is full: free some space and start again';
      case 'storage.io':
        return 'the disk reports an error: check the disk, or use --data with a folder on another one';
      case 'storage.readonly':
        return 'it cannot be written: give this user the right to write there, or use --data with another folder';
      case 'storage.locked':
        return 'another program holds it: close that program and start again';
      case 'storage.corrupt':
        return 'it is damaged; it was left as it is: move it away to start with an empty one, or put a backup in its place';
      case 'storage.newer':
        return 'a newer Duodian wrote it: start that version';
      case 'storage.failed':
        return 'see the lines above, or use --data with another folder';
      default:
        return assertNever(kind);
    }
  };
  return `无法打开数据库 (the database cannot be opened) ${file}: ${why()}`;
};
