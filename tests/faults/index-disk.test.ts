import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/storage/database.ts';
import { asStorageError } from '../../electron/storage/errors.ts';
import { runOperation } from '../../electron/storage/operations.ts';
import { openOwn, type OpenFile } from '../../electron/storage/own-database.ts';
import { syllablesOf } from '../../electron/storage/search/syllables.ts';
import { conversationRow, messageRow, shopRow } from '../../electron/storage/testing/rows.ts';
import { listeningLog } from '../../electron/storage/testing/temporary-file.ts';
import { temporaryFolder } from '../e2e/programs.ts';
import { canMount, SmallDisk } from './small-disk.ts';

const MESSAGES = 4_000;
const OLDEST = '最早的那一条';

const found = (file: OpenFile, query: string): readonly string[] =>
  runOperation(file, 'search', query).messages.hits.map(({ excerpt }) => excerpt.text);

describe.skipIf(!canMount())(
  'a disk that is full while the search index is made (needs root)',
  () => {
    it('[PF3] [ST5] costs the index alone, which goes on where it was once there is room', async () => {
      const { folder, remove } = await temporaryFolder();
      const disk = new SmallDisk(path.join(folder, 'disk'));
      try {
        const db = openDatabase(path.join(disk.folder, 'duodian.sqlite'));
        const log = listeningLog();
        const file = openOwn(db, log);
        runOperation(file, 'commit', [
          { put: 'shop', row: shopRow() },
          { put: 'conversation', row: conversationRow() },
          { put: 'message', row: messageRow(1, { content: OLDEST }) },
          ...Array.from({ length: MESSAGES - 1 }, (_, n) => {
            return { put: 'message', row: messageRow(n + 2) } as const;
          }),
        ]);
        // As an older app left it.
        file.repositories.search.clear();
        file.indexStep(syllablesOf, 10);
        db.pragma('wal_checkpoint(TRUNCATE)');
        disk.fill();
        const before = runOperation(file, 'search', '句').progress;
        const step = (): unknown => file.indexStep(syllablesOf, 1_000);
        for (let tries = 0; tries < 3; tries += 1) {
          let kind: string | null = null;
          try {
            step();
          } catch (error) {
            ({ kind } = asStorageError(error));
          }
          expect(kind).toBe('storage.full');
        }
        expect(runOperation(file, 'search', '句').progress).toBe(before);
        expect(found(file, `第 ${MESSAGES} 句`)).toEqual([`第 ${MESSAGES} 句`]);
        const ref = { shopId: messageRow(1).shopId, buyerPin: messageRow(1).buyerPin };
        expect(runOperation(file, 'loadMessages', ref, null, 5).messages).toHaveLength(5);
        disk.free();
        while (step() !== 'nothing') continue;
        expect(found(file, OLDEST)).toEqual([OLDEST]);
        expect(runOperation(file, 'search', '句').progress).toBeNull();
        file.mendIndex();
        expect(log.heard).toEqual([]);
        file.close();
      } finally {
        disk.remove();
        await remove();
      }
    });
  },
);
