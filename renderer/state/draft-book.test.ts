import { describe, expect, it } from 'vitest';
import { asBuyerPin, asShopId, conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { DraftBook, EMPTY_DRAFT } from './draft-book.ts';

const LIN: ConversationRef = { shopId: asShopId('a'), buyerPin: asBuyerPin('pin') };
/** The same pin in another shop. */
const OTHER: ConversationRef = { shopId: asShopId('b'), buyerPin: asBuyerPin('pin') };

const open = () => {
  const saved: string[] = [];
  const timers = new Map<number, { ms: number; run: () => void }>();
  let next = 0;
  const book = new DraftBook({
    save: (ref, text) => saved.push(`${ref.shopId}:${text}`),
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
  return { book, saved, timers, elapse };
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
