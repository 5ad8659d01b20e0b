import { describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import { placeOf, type InboxFilter } from '#shared/model/inbox.ts';
import { ConversationTable } from '../../state/replica/conversation-table.ts';
import { aConversation, anUrgency, aReplica } from '../../state/testing/records.ts';
import { clockText, tailText } from './clock-text.ts';
import { viewOf } from './inbox-view.ts';
import { lastLineParts } from './last-line.ts';
import { NOTHING_FOUND } from '#shared/model/search.ts';
import { searchGroups } from './search-groups.ts';

const line = (text: string, change: object = {}) => ({
  origin: 'buyer' as const,
  type: 'text' as const,
  text,
  at: 0,
  sendState: null,
  ...change,
});

describe('the clock of a row', () => {
  it('[CV8] counts up, and past the limit counts what is over it', () => {
    expect(clockText(135_000, 0, false)).toBe('02:15');
    expect(clockText(222_000, 42_000, true)).toBe('+00:42');
    expect(clockText(3_723_999, 0, false)).toBe('1:02:03');
  });

  it('shows the time of today, the word for yesterday, the date before', () => {
    const now = new Date(2026, 8, 4, 9, 30).getTime();
    expect(tailText(new Date(2026, 8, 4, 0, 5).getTime(), now, 'zh-CN', '昨天')).toBe('00:05');
    expect(tailText(new Date(2026, 8, 3, 23, 59).getTime(), now, 'zh-CN', '昨天')).toBe('昨天');
    expect(tailText(new Date(2026, 7, 1).getTime(), now, 'zh-CN', '昨天')).toBe('8/1');
  });
});

const stateOf = (...rows: readonly Conversation[]) => {
  const conversations = new ConversationTable(anUrgency());
  conversations.replace(rows);
  return { conversations, order: conversations.order };
};

describe('the view', () => {
  it('[CV1] a shop shows its own buyers, also when two shops have the same pin', () => {
    const one = aConversation('same', { shopId: asShopId('1'), waitingSince: 1 });
    const two = aConversation('same', { shopId: asShopId('2') });
    const state = stateOf(one, two);
    const end = { kind: 'end' } as const;
    const of = (shopId: ShopId | null, filter: InboxFilter) => ({ shopId, filter });
    expect(viewOf(state, of(null, 'all'), end).all).toEqual([one.key, two.key]);
    expect(viewOf(state, of(asShopId('2'), 'all'), end).all).toEqual([two.key]);
    expect(viewOf(state, of(asShopId('2'), 'waiting'), end).all).toEqual([]);
  });

  it('[PF1] ends where the pages that were read end, so that no row is missing above another', () => {
    const rows = [30, 20, 10].map((lastOrderAt) =>
      aConversation(`answered-${String(lastOrderAt)}`, { lastOrderAt }),
    );
    const starred = aConversation('old-star', { lastOrderAt: 1, starred: true });
    const waiting = aConversation('waits', { lastOrderAt: 2, waitingSince: 1 });
    const state = stateOf(...rows, starred, waiting);
    const [, middle] = rows.map(placeOf);
    if (middle === undefined) throw new Error('no row');
    const all = { shopId: null, filter: 'all' } as const;
    const reached = viewOf(state, all, { kind: 'place', place: middle });
    expect(reached.waiting).toEqual([waiting.key]);
    expect(reached.replied).toEqual(rows.slice(0, 2).map(({ key }) => key));
    // While the first page is under way, what is here is better than nothing.
    expect(viewOf(state, all, { kind: 'place', place: null }).all).toHaveLength(5);
  });
});

describe('the last line', () => {
  it('names the kind and leaves out an address that says nothing', () => {
    expect(lastLineParts(line('https://cdn.example/a.png', { type: 'image' }))).toEqual({
      who: null,
      kind: 'image',
      text: '',
    });
    expect(lastLineParts(line('好\n的', { origin: 'agent' }))).toEqual({
      who: 'agent',
      kind: null,
      text: '好 的',
    });
  });

  it('[SE4] a text cannot turn the direction of the row', () => {
    expect(lastLineParts(line('abc\u202Edef\u2066')).text).toBe('abcdef');
  });
});

describe('the groups of a search', () => {
  const { shops } = aReplica();

  it('are those with something in them, shops by their name from the replica', () => {
    expect(searchGroups(NOTHING_FOUND, shops, '没有这个')).toEqual([]);
    expect(searchGroups(NOTHING_FOUND, shops, '')).toEqual([]);
    const [shop] = Object.values(shops);
    const named = { ...shops, [shop?.shopId ?? '']: { ...shop, alias: 'ＡＢＣ 旗舰店' } };
    const groups = searchGroups(NOTHING_FOUND, named, 'abc');
    expect(groups.map(({ kind }) => kind)).toEqual(['shop']);
  });
});
