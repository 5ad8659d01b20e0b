import { describe, expect, it } from 'vitest';
import { asBuyerPin, asShopId, conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import { ok, refuse, type ErrorKind, type Result } from '#shared/model/result.ts';
import { DraftBook, EMPTY_DRAFT } from './draft-book.ts';

const LIN: ConversationRef = { shopId: asShopId('a'), buyerPin: asBuyerPin('pin') };
/** The same pin in another shop. */
const OTHER: ConversationRef = { shopId: asShopId('b'), buyerPin: asBuyerPin('pin') };

const open = () => {
  const saved: string[] = [];
  const answers: ((result: Result<null>) => void)[] = [];
  const timers = new Map<number, { ms: number; run: () => void }>();
  let next = 0;
  const book = new DraftBook({
    save: (ref, text) => {
      saved.push(`${ref.shopId}:${text}`);
      return new Promise((resolve) => answers.push(resolve));
    },
    later: (ms, run) => {
      const id = (next += 1);
      timers.set(id, { ms, run });
      return () => timers.delete(id);
    },
  });
  const elapse = (): void => {
    for (const [id, timer] of timers) {
      timers.delete(id);
      timer.run();
    }
  };
  const answer = async (result: Result<null>): Promise<void> => {
    answers.shift()?.(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  const waits = (): readonly number[] => [...timers.values()].map(({ ms }) => ms);
  return { book, saved, timers, elapse, answer, waits };
};
const text = (words: string) => ({ ...EMPTY_DRAFT, text: words });

describe('[ST6] drafts', () => {
  it('are saved once, with the newest text, within 500 ms of the first key', () => {
    const { book, saved, timers, elapse } = open();
    book.write(LIN, text('亲'));
    book.write(LIN, text('亲,您'));
    expect([...timers.values()].map(({ ms }) => ms)).toEqual([400]);
    elapse();
    expect(saved).toEqual(['a:亲,您']);
    elapse();
    expect(saved).toHaveLength(1);
  });

  it('are saved at once when asked, and not again by the timer', () => {
    const { book, saved, timers, elapse } = open();
    book.write(LIN, text('在'));
    book.flush(conversationKey(LIN));
    expect(timers.size).toBe(0);
    elapse();
    expect(saved).toEqual(['a:在']);
  });

  it('are not saved when only the suggestion behind them changed', () => {
    const { book, timers } = open();
    book.write(LIN, text('在'));
    book.flush();
    book.write(LIN, text('在'));
    expect(timers.size).toBe(0);
  });
});

it('[CV1] the same pin in two shops has two drafts', () => {
  const { book, saved } = open();
  book.write(LIN, text('给甲店'));
  book.write(OTHER, text('给乙店'));
  expect(book.read(conversationKey(LIN))?.text).toBe('给甲店');
  expect(book.read(conversationKey(OTHER))?.text).toBe('给乙店');
  book.flush();
  expect(saved).toEqual(['a:给甲店', 'b:给乙店']);
});

it('[PL13] drafts of a deleted shop are gone and not saved any more', () => {
  const { book, saved, elapse } = open();
  book.write(LIN, text('亲'));
  book.write(OTHER, text('您好'));
  book.forgetShops([LIN.shopId]);
  elapse();
  expect(saved).toEqual(['b:您好']);
  expect(book.read(conversationKey(LIN))).toBeUndefined();
  expect(book.read(conversationKey(OTHER))?.text).toBe('您好');
});

describe('[CV13] a draft whose save was refused', () => {
  it('is saved again, with the newest text and ever longer waits, until it holds', async () => {
    const { book, saved, elapse, answer, waits } = open();
    book.write(LIN, text('亲'));
    elapse();
    await answer(refuse('storage.unavailable'));
    expect(waits()).toEqual([1_000]);
    book.write(LIN, text('亲,您好'));
    expect(waits()).toEqual([1_000]);
    elapse();
    await answer(refuse('storage.unavailable'));
    expect(waits()).toEqual([2_000]);
    elapse();
    await answer(ok(null));
    expect(saved).toEqual(['a:亲', 'a:亲,您好', 'a:亲,您好']);
    expect(waits()).toEqual([]);
  });

  it('waits at most 30 s between two tries', async () => {
    const { book, elapse, answer, waits } = open();
    book.write(LIN, text('亲'));
    for (let tries = 0; tries < 12; tries += 1) {
      elapse();
      await answer(refuse('storage.unavailable'));
    }
    expect(waits()).toEqual([30_000]);
  });

  it.each<ErrorKind>(['shop.unknown', 'ipc.invalidInput'])(
    'is left alone when the refusal is final: %s',
    async (kind) => {
      const { book, saved, elapse, answer, waits } = open();
      book.write(LIN, text('亲'));
      elapse();
      await answer(refuse(kind));
      book.flush();
      expect(waits()).toEqual([]);
      expect(saved).toHaveLength(1);
    },
  );

  it('is not tried again when its shop was deleted meanwhile', async () => {
    const { book, saved, elapse, answer, waits } = open();
    book.write(LIN, text('亲'));
    elapse();
    book.forgetShops([LIN.shopId]);
    await answer(refuse('storage.unavailable'));
    expect(waits()).toEqual([]);
    expect(saved).toHaveLength(1);
  });
});

describe('[CV13] one save of a conversation is on its way at a time', () => {
  it('and what was written meanwhile follows at once when it was due', async () => {
    const { book, saved, elapse, answer } = open();
    book.write(LIN, text('一'));
    elapse();
    book.write(LIN, text('一二'));
    elapse();
    book.flush();
    expect(saved).toEqual(['a:一']);
    await answer(ok(null));
    expect(saved).toEqual(['a:一', 'a:一二']);
  });
});

it('[CV13] a text above the limit is kept, not saved, and saved again when it is shortened', () => {
  const { book, saved, elapse } = open();
  const long = '多'.repeat(MAX_CONTENT_CHARACTERS + 1);
  book.write(LIN, text(long));
  elapse();
  expect(saved).toEqual([]);
  expect(book.read(conversationKey(LIN))?.text).toBe(long);
  book.write(LIN, text(long.slice(1)));
  elapse();
  expect(saved).toEqual([`a:${long.slice(1)}`]);
});

describe('[CV13] a draft that was written in another window', () => {
  const key = conversationKey(LIN);

  it('is followed when the own one is saved, and so is the empty one after a send there', async () => {
    const { book, saved, elapse, answer, waits } = open();
    book.write(LIN, text('这里'));
    elapse();
    book.follow([{ key, draft: '这里' }]);
    await answer(ok(null));
    book.follow([{ key, draft: '那里' }]);
    expect(book.read(key)).toEqual(text('那里'));
    book.follow([{ key, draft: '' }]);
    expect(book.read(key)).toEqual(EMPTY_DRAFT);
    expect(saved).toEqual(['a:这里']);
    expect(waits()).toEqual([]);
  });

  it('does not replace what is being typed here, or what the core refused', async () => {
    const { book, elapse, answer } = open();
    book.write(LIN, text('这里'));
    book.follow([{ key, draft: '那里' }]);
    expect(book.read(key)?.text).toBe('这里');
    elapse();
    book.follow([{ key, draft: '那里' }]);
    await answer(refuse('storage.unavailable'));
    book.follow([{ key, draft: '那里' }]);
    expect(book.read(key)?.text).toBe('这里');
  });

  it('does not replace a text that is too long to be saved', () => {
    const { book, elapse } = open();
    const long = '多'.repeat(MAX_CONTENT_CHARACTERS + 1);
    book.write(LIN, text(long));
    elapse();
    book.follow([{ key, draft: '那里' }]);
    expect(book.read(key)?.text).toBe(long);
  });
});
