import { describe, expect, it } from 'vitest';
import { asPhraseId } from '#shared/model/ids.ts';
import { matchPhrases } from '#shared/model/phrase-match.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { FakeBridge } from '../testing/records.ts';
import { initialsOf } from './initials.ts';
import { PhraseBook } from './phrase-book.ts';

const phrase = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  phraseId: asPhraseId(id),
  scope: { kind: 'all' },
  group: '',
  code: id,
  parts: [{ kind: 'text', text: '亲，换货单已提交' }],
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

const open = () => {
  const bridge = new FakeBridge();
  const later: (() => void)[] = [];
  const book = new PhraseBook({
    bridge,
    later: (_, run) => {
      later.push(run);
      return () => undefined;
    },
  });
  const order = (): string =>
    book.store
      .getState()
      .ranked.map((row) => row.phrase.phraseId)
      .join('');
  const answer = async (rows: readonly Phrase[]): Promise<void> => {
    bridge.asked.findLast(({ name }) => name === 'phrases.load')?.answer(ok(rows));
    await Promise.resolve();
    await Promise.resolve();
  };
  return { bridge, book, later, order, answer };
};

describe('the phrases of a window', () => {
  it('come by question and follow the deltas, those too that came before the answer', async () => {
    const { book, order, answer } = open();
    const loaded = book.reload();
    book.applyDelta({ phrases: [phrase('c', { code: '新' })], removedPhrases: [asPhraseId('a')] });
    await answer([phrase('b')]);
    await loaded;
    expect(book.store.getState().phase).toBe('ready');
    expect(order()).toBe('bc');
    book.applyDelta({ removedPhrases: [asPhraseId('b')] });
    expect(order()).toBe('c');
    const { ranked } = book.store.getState();
    book.applyDelta({ gateway: undefined } as never);
    expect(book.store.getState().ranked).toBe(ranked);
  });

  it('keep their order while they are used, until they are ranked anew', async () => {
    const { book, order, answer } = open();
    const loaded = book.reload();
    await answer([phrase('a'), phrase('b')]);
    await loaded;
    book.applyDelta({ phrases: [phrase('b', { usedCount: 1, usedAt: 5 })] });
    expect(order()).toBe('ab');
    expect(book.store.getState().ranked[1]?.phrase.usedCount).toBe(1);
    book.rank();
    expect(order()).toBe('ba');
    const { ranked } = book.store.getState();
    book.rank();
    expect(book.store.getState().ranked).toBe(ranked);
  });

  it('are asked for again after a refusal, and an answer of a line before is not taken', async () => {
    const { bridge, book, later, order, answer } = open();
    const first = book.reload();
    bridge.asked[0]?.answer(refuse('storage.unavailable'));
    await first;
    expect(book.store.getState().phase).toBe('failed');
    later.shift()?.();
    const stale = bridge.asked.at(-1);
    const second = book.reload();
    stale?.answer(ok([phrase('x')]));
    await answer([phrase('a')]);
    await second;
    expect(order()).toBe('a');
  });

  it('get their initials a few at a time, and are found by them', async () => {
    const { book, later, answer } = open();
    const loaded = book.reload();
    await answer(
      Array.from({ length: 100 }, (_, at) => phrase(`p${String(at)}`, { code: '换货流程' })),
    );
    await loaded;
    await expect.poll(() => later.length).toBeGreaterThan(0);
    for (let run = later.shift(); run !== undefined; run = later.shift()) run();
    expect(matchPhrases(book.store.getState().ranked, 'hhlc')).toHaveLength(100);
  });
});

describe('pinyin initials', () => {
  it('are one for each unit of the text, so that nothing shifts', () => {
    for (const text of ['换货流程Ab 12', '重庆银行😊好', '𠮷野家\n龘', '']) {
      expect(initialsOf(text)).toHaveLength(text.length);
    }
    expect(initialsOf('换货流程Ab')).toBe('hhlcAb');
    expect(initialsOf('重庆银行')).toBe('cqyh');
  });
});
