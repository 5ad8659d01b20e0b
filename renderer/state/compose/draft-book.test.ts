import { describe, expect, it } from 'vitest';
import type { Conversation, DraftBase, KeptDraft } from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asShopId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import { ok, refuse, type ErrorKind, type Result } from '#shared/model/result.ts';
import { DraftBook, EMPTY_DRAFT } from './draft-book.ts';

const LIN: ConversationRef = { shopId: asShopId('a'), buyerPin: asBuyerPin('pin') };
/** The same pin in another shop. */
const OTHER: ConversationRef = { shopId: asShopId('b'), buyerPin: asBuyerPin('pin') };

type Row = Pick<Conversation, 'key' | 'draft' | 'draftRevision'>;
type Given = { draft: string; typedUpon: DraftBase; typedAgoMs: number };

const open = () => {
  const saved: string[] = [];
  const given: Given[] = [];
  const answers: ((result: Result<KeptDraft>) => void)[] = [];
  const timers = new Map<number, { ms: number; run: () => void }>();
  const told = new Map<ConversationKey, Row>();
  const clock = { ms: 0 };
  let next = 0;
  const book = new DraftBook({
    windowId: 'here',
    told: (key) => told.get(key) ?? null,
    nowMs: () => clock.ms,
    save: (ref, what) => {
      saved.push(`${ref.shopId}:${what.draft}`);
      given.push(what);
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
  const answer = async (result: Result<KeptDraft>): Promise<void> => {
    answers.shift()?.(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  const waits = (): readonly number[] => [...timers.values()].map(({ ms }) => ms);
  /** The core keeps what was saved last. */
  const keep = (revision = 1, displaced: string | null = null): Promise<void> =>
    answer(ok({ draft: given.at(-1)?.draft ?? '', revision, displaced }));
  /** The core tells of the row. */
  const tell = (draft: string, draftRevision: number): void => {
    const row = { key: conversationKey(LIN), draft, draftRevision };
    told.set(row.key, row);
    book.follow([row]);
  };
  return { book, saved, given, timers, clock, elapse, answer, keep, tell, waits };
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
    const { book, saved, elapse, answer, keep, waits } = open();
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
    await keep();
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
    await answer(ok({ draft: '一', revision: 1, displaced: null }));
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
    const { book, saved, elapse, keep, tell, waits } = open();
    book.write(LIN, text('这里'));
    elapse();
    tell('这里', 1);
    await keep();
    tell('那里', 2);
    expect(book.read(key)).toEqual(text('那里'));
    tell('', 3);
    expect(book.read(key)).toEqual(EMPTY_DRAFT);
    expect(book.baseOf(key)).toEqual({ windowId: 'here', revision: 3 });
    expect(saved).toEqual(['a:这里']);
    expect(waits()).toEqual([]);
  });

  it('does not replace what is being typed here, or what the core refused', async () => {
    const { book, elapse, answer, tell } = open();
    book.write(LIN, text('这里'));
    tell('那里', 1);
    expect(book.read(key)?.text).toBe('这里');
    elapse();
    tell('那里', 2);
    await answer(refuse('storage.unavailable'));
    tell('那里', 3);
    expect(book.read(key)?.text).toBe('这里');
  });

  it('does not replace a text that is too long to be saved', () => {
    const { book, elapse, tell } = open();
    const long = '多'.repeat(MAX_CONTENT_CHARACTERS + 1);
    book.write(LIN, text(long));
    elapse();
    tell('那里', 1);
    expect(book.read(key)?.text).toBe(long);
  });

  it('is followed in a core that was started anew, whatever its count', async () => {
    const { book, elapse, keep } = open();
    book.write(LIN, text('这里'));
    elapse();
    await keep(5);
    book.beginLife([{ key, draft: '那里', draftRevision: 0 }]);
    expect(book.read(key)?.text).toBe('那里');
  });

  it('is told late when it is older than the answer to the own save, and wipes nothing', async () => {
    const { book, elapse, keep, tell } = open();
    book.write(LIN, text('第三句'));
    elapse();
    await keep(4);
    tell('', 3);
    expect(book.read(key)?.text).toBe('第三句');
    tell('第三句', 4);
    expect(book.read(key)?.text).toBe('第三句');
  });

  it('that was told while the own save was on its way is followed once that is answered', async () => {
    const { book, elapse, keep, tell } = open();
    book.write(LIN, text('这里'));
    elapse();
    tell('那里', 2);
    await keep(1);
    expect(book.read(key)?.text).toBe('那里');
  });
});

describe('[CV13] a text typed here without sight of another window’s', () => {
  const key = conversationKey(LIN);

  it('is saved with what it was typed upon and how long ago, also when rows are told meanwhile', () => {
    const { book, given, clock, elapse, tell } = open();
    tell('旧', 7);
    book.write(LIN, text('旧的这里'));
    tell('旧的那里', 8);
    clock.ms = 400;
    elapse();
    const typedUpon = { windowId: 'here', revision: 7 };
    expect(given).toEqual([{ draft: '旧的这里', typedUpon, typedAgoMs: 400 }]);
  });

  it('stays, and the text that gave way is news until it is dealt with', async () => {
    const { book, elapse, keep } = open();
    book.write(LIN, text('这里'));
    elapse();
    await keep(2, '那里');
    expect(book.read(key)?.text).toBe('这里');
    book.write(LIN, text('这里了'));
    expect(book.newsOf(key)).toEqual({ kind: 'displaced', text: '那里' });
    book.setNews(key, null);
    expect(book.newsOf(key)).toBeNull();
  });

  it('gives way when it was typed earlier, and is then the news', async () => {
    const { book, elapse, answer, waits } = open();
    book.write(LIN, text('这里'));
    elapse();
    await answer(ok({ draft: '那里', revision: 2, displaced: '这里' }));
    expect(book.read(key)?.text).toBe('那里');
    expect(book.newsOf(key)).toEqual({ kind: 'displaced', text: '这里' });
    expect(waits()).toEqual([]);
  });

  it('does not give way when the agent has typed on since, and still says upon what', async () => {
    const { book, given, elapse, answer } = open();
    book.write(LIN, text('这里'));
    elapse();
    book.write(LIN, text('这里了'));
    await answer(ok({ draft: '那里', revision: 2, displaced: '这里' }));
    expect(book.read(key)?.text).toBe('这里了');
    expect(book.newsOf(key)).toBeNull();
    elapse();
    expect(given.at(-1)).toMatchObject({ draft: '这里了', typedUpon: { revision: 0 } });
  });

  it.each([
    ['旧', 0],
    ['那里', -1],
  ])('is upon %s when the core counts anew after a restart', (draft, revision) => {
    const { book, tell } = open();
    tell('旧', 7);
    book.write(LIN, text('旧的这里'));
    book.beginLife([{ key, draft, draftRevision: 0 }]);
    expect(book.baseOf(key).revision).toBe(revision);
    expect(book.read(key)?.text).toBe('旧的这里');
  });

  it('stays when a core that was started anew does not tell of its row', async () => {
    const { book, elapse, keep, tell } = open();
    book.write(LIN, text('这里'));
    elapse();
    await keep(5);
    book.beginLife([]);
    expect(book.read(key)?.text).toBe('这里');
    tell('那里', 1);
    expect(book.read(key)?.text).toBe('那里');
  });
});

it('[CV13] a text that another window sent before it was saved is gone here too, with a word that the next key ends', async () => {
  const { book, elapse, answer, waits } = open();
  const key = conversationKey(LIN);
  book.write(LIN, text('在的'));
  elapse();
  await answer(refuse('draft.sentElsewhere'));
  expect(book.read(key)).toEqual(EMPTY_DRAFT);
  expect(book.newsOf(key)).toEqual({ kind: 'sentElsewhere' });
  expect(waits()).toEqual([]);
  book.write(LIN, text('还'));
  expect(book.newsOf(key)).toBeNull();
});
