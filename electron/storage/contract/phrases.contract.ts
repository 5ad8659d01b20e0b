import { describe, expect, test } from 'vitest';
import { asPhraseId } from '#shared/model/ids.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { phraseRow, SHOP } from '../testing/rows.ts';
import type { ContractPlace } from './place.contract.ts';

const put = (row: Phrase) => ({ put: 'phrase', row }) as const;
const inOrder = (rows: readonly Phrase[]): readonly Phrase[] =>
  rows.toSorted((a, b) => a.phraseId.localeCompare(b.phraseId));

export const phrasesContract = (at: ContractPlace): void => {
  describe('quick phrases', () => {
    test('come back as they were put, of every scope and part', async () => {
      const rows = [
        phraseRow('a'),
        phraseRow('b', {
          scope: { kind: 'platform', platform: 'pdd' },
          group: '售后',
          code: '换货流程',
          parts: [
            { kind: 'text', text: '亲，您好，\n{买家}\u0000😀' },
            { kind: 'link', url: 'https://a.example/?x=1', title: '发票入口' },
            { kind: 'image', content: `outgoing:${'0'.repeat(64)}.png` },
          ],
          place: 0,
          usedCount: 7,
          usedAt: 99,
        }),
        // A shop that is not there: the phrase is no row of it.
        phraseRow('c', { scope: { kind: 'shop', shopId: SHOP } }),
      ];
      await at.commit(...rows.map(put));
      await at.reopen();
      expect(inOrder((await at.store.load()).phrases)).toEqual(rows);
    });

    test('are replaced by their id and removed one by one; a deleted shop takes none', async () => {
      const row = phraseRow('a', { scope: { kind: 'shop', shopId: SHOP } });
      await at.commitWithShop(put(row), put(phraseRow('b')));
      const used = { ...row, usedCount: 1, usedAt: 5 };
      await at.commit(put({ ...used, usedAt: 5.7 }), {
        remove: 'phrase',
        phraseId: asPhraseId('b'),
      });
      // One that is gone already is no fault.
      await at.commit({ remove: 'phrase', phraseId: asPhraseId('b') });
      await at.commit({ remove: 'shop', shopId: SHOP });
      await at.reopen();
      expect((await at.store.load()).phrases).toEqual([used]);
    });
  });
};
