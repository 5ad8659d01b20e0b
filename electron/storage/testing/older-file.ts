import Database from 'better-sqlite3';
import type { Write } from '../../core/ports/store.ts';
import { openDatabase } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn } from '../own-database.ts';
import { conversationRow, messageRow, shopRow } from './rows.ts';
import { listeningLog } from './temporary-file.ts';

/** 20 KB of text. */
const CONTENT = '很长'.repeat(3_500);

/**
 * A file that was begun before files could shrink, of messages of about 20 KB, the first `forgotten` of them deleted: their room
 * is free and stays in the file.
 */
export const makeOlderFile = (
  file: string,
  { forgotten, kept }: { readonly forgotten: number; readonly kept: number },
): void => {
  const own = openOwn(openDatabase(file), listeningLog());
  const messages = Array.from({ length: forgotten + kept }, (_, n): Write => ({
    put: 'message',
    row: messageRow(n + 1, { content: `${n} ${CONTENT}` }),
  }));
  runOperation(own, 'commit', [
    { put: 'shop', row: shopRow() },
    { put: 'conversation', row: conversationRow() },
    ...messages,
  ]);
  own.close();
  const raw = new Database(file);
  raw.pragma('journal_mode = DELETE');
  raw.pragma('auto_vacuum = NONE');
  raw.exec('VACUUM');
  raw.close();
  const older = openOwn(openDatabase(file), listeningLog());
  const query = {
    after: null,
    messagesBefore: messageRow(forgotten + 1).orderAt,
    frameIdsBefore: 0,
  };
  let step = runOperation(older, 'sweep', query);
  for (; !step.isDone; step = runOperation(older, 'sweep', { ...query, after: step.next }))
    continue;
  older.close();
};
