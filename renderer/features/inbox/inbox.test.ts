import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { orderOf } from '../../state/replica/inbox-order.ts';
import { aConversation, aReplica } from '../../state/testing/records.ts';
import { clockText, tailText } from './clock-text.ts';
import { FILTERS, isListed } from './filters.ts';
import { viewOf } from './inbox-view.ts';
import { lastLineParts } from './last-line.ts';
import { matchesOf } from './search-matches.ts';

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

describe('filters', () => {
  const listedUnder = (row: ReturnType<typeof aConversation>): readonly string[] =>
    FILTERS.filter((filter) => isListed(row, filter));

  it('a row is under each filter that it answers to', () => {
    expect(listedUnder(aConversation('a'))).toEqual(['all']);
    expect(listedUnder(aConversation('a', { waitingSince: 1, unread: 2, starred: true }))).toEqual([
      'all',
      'waiting',
      'unread',
      'backoffice',
      'starred',
    ]);
    expect(
      listedUnder(aConversation('a', { waitingSince: 1, mode: { kind: 'manual', endsAt: null } })),
    ).toEqual(['all', 'waiting']);
  });

  it('a closed conversation is only under 已完结', () => {
    expect(
      listedUnder(aConversation('a', { closed: true, waitingSince: 1, unread: 1, starred: true })),
    ).toEqual(['closed']);
  });

  it('[CV1] a shop shows its own buyers, also when two shops have the same pin', () => {
    const one = aConversation('same', { shopId: asShopId('1'), waitingSince: 1 });
    const two = aConversation('same', { shopId: asShopId('2') });
    const replica = aReplica([one, two]);
    const state = { replica, order: orderOf(replica.conversations) };
    expect(viewOf(state, null, 'all').all).toEqual([one.key, two.key]);
    expect(viewOf(state, asShopId('2'), 'all').all).toEqual([two.key]);
    expect(viewOf(state, asShopId('2'), 'waiting').all).toEqual([]);
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

describe('search', () => {
  const replica = aReplica([
    aConversation('jd_001', { buyerName: '林小满', last: line('在吗') }),
    aConversation('jd_002', { buyerName: '小满妹妹', last: line('hello') }),
    aConversation('ABC', { last: line('林小满推荐我来的') }),
  ]);
  const found = (query: string): readonly string[] =>
    matchesOf(replica, query).map((match) =>
      match.kind === 'shop' ? match.shop.shopId : match.conversation.buyerPin,
    );

  it('finds names before pins before words, whatever the case and width', () => {
    expect(found('小满')).toEqual(['jd_002', 'jd_001', 'ABC']);
    expect(found('abc')).toEqual(['ABC']);
    expect(found('jd_001')).toEqual(['jd_001']);
    expect(found('HELLO')).toEqual(['jd_002']);
  });

  it('finds nothing for nothing', () => {
    expect(found('  ')).toEqual([]);
    expect(found('没有这个')).toEqual([]);
  });
});
