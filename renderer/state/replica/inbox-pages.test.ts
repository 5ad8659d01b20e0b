import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { placeOf } from '#shared/model/inbox.ts';
import { refuse } from '#shared/model/result.ts';
import { aConversation, FakeBridge } from '../testing/records.ts';
import { InboxPages } from './inbox-pages.ts';
import { ReplicaFollower } from './replica-store.ts';

/** A window that has its snapshot, of `rows`; the first page is asked for. */
const start = (...rows: ReturnType<typeof aConversation>[]) => {
  const bridge = new FakeBridge();
  const follower = new ReplicaFollower({
    bridge: new FakeBridge(),
    clock: Date,
    later: () => () => undefined,
    soon: (run) => run(),
  });
  follower.conversations.replace(rows);
  const pages = new InboxPages(bridge, follower);
  pages.reload();
  const asked = () => bridge.asked.map(({ input }) => input);
  return { bridge, follower, pages, asked };
};

const answered = (lastOrderAt: number, shop = 'shop-1') =>
  aConversation(`b-${String(lastOrderAt)}`, { lastOrderAt, shopId: asShopId(shop) });

describe('[PF1] the list by page', () => {
  it('reads the first page after a snapshot, the next from where it ended, and then nothing more', async () => {
    const { bridge, follower, pages, asked } = start();
    const [nine, eight, one] = [answered(9), answered(8), answered(1)];
    expect(asked()).toEqual([{ filter: 'all', shopId: null, below: null, limit: 60 }]);
    pages.loadMore();
    expect(asked()).toHaveLength(1);
    await bridge.answer({ conversations: [nine, eight], next: placeOf(eight) });
    expect(follower.store.getState().order.replied).toEqual([nine.key, eight.key]);
    pages.loadMore();
    expect(asked()).toEqual([{ filter: 'all', shopId: null, below: placeOf(eight), limit: 60 }]);
    await bridge.answer({ conversations: [one], next: null });
    pages.loadMore();
    expect(asked()).toEqual([]);
    expect(pages.store.getState()).toMatchObject({ reach: { kind: 'end' }, phase: 'idle' });
  });

  it('another view begins anew; back in the first one nothing is read again', async () => {
    const { bridge, pages, asked } = start();
    await bridge.answer({ conversations: [answered(9)], next: null });
    const shopId = asShopId('shop-2');
    pages.choose({ filter: 'starred', shopId });
    expect(asked()).toEqual([{ filter: 'starred', shopId, below: null, limit: 60 }]);
    pages.choose({ filter: 'all', shopId: null });
    expect(pages.store.getState().reach).toEqual({ kind: 'end' });
    // The answer that is still to come is for a view that nobody looks at.
    await bridge.answer({ conversations: [answered(1)], next: null });
    expect(pages.store.getState()).toMatchObject({ filter: 'all', phase: 'idle' });
    expect(asked()).toEqual([]);
  });

  it('whoever waits is here already: that view asks for nothing', () => {
    const { bridge, pages, asked } = start();
    bridge.asked.length = 0;
    pages.choose({ filter: 'waiting', shopId: null });
    pages.loadMore();
    expect(asked()).toEqual([]);
  });

  it('a page that cannot be read says so, and is read again on demand', async () => {
    const { bridge, pages, asked } = start();
    await bridge.answerResult(refuse('storage.unavailable', 'storage.busy'));
    expect(pages.store.getState().phase).toBe('failed');
    pages.loadMore();
    expect(asked()).toEqual([]);
    pages.retry();
    expect(asked()).toHaveLength(1);
  });

  it('after another snapshot as much is read as there was', async () => {
    const { bridge, follower, pages, asked } = start();
    const page = Array.from({ length: 60 }, (_, index) => answered(1_000 - index));
    const last = page.at(-1);
    if (last === undefined) throw new Error('no row');
    await bridge.answer({ conversations: page, next: placeOf(last) });
    pages.loadMore();
    await bridge.answer({ conversations: [answered(1)], next: null });
    follower.conversations.replace([]);
    pages.reload();
    expect(asked()).toEqual([{ filter: 'all', shopId: null, below: null, limit: 61 }]);
  });

  it('a conversation that is opened and not here is asked for, one that is here is not', async () => {
    const here = answered(9);
    const { bridge, follower, pages, asked } = start(here);
    await bridge.answer({ conversations: [], next: null });
    await pages.need(here.key);
    expect(asked()).toEqual([]);
    const past = answered(1, 'shop-3');
    const needed = pages.need(past.key);
    expect(asked()).toEqual([{ shopId: past.shopId, buyerPin: past.buyerPin }]);
    await bridge.answer(past);
    await needed;
    expect(follower.conversations.get(past.key)).toEqual(past);
  });

  it('rows that nobody looks at leave memory when another view is chosen, live ones stay', async () => {
    const rest = Array.from({ length: 4_100 }, (_, index) => answered(10_000 + index));
    const starred = aConversation('star', { starred: true });
    const { bridge, follower, pages, asked } = start(...rest, starred);
    await bridge.answer({ conversations: [], next: null });
    pages.choose({ filter: 'all', shopId: asShopId('shop-9') });
    expect([...follower.conversations.rows()]).toEqual([starred]);
    pages.choose({ filter: 'all', shopId: null });
    // What was let go is read again.
    expect(asked()).toHaveLength(2);
  });

  it('keeps what it has while one view is looked at within bounds, and reads the rest again', async () => {
    const { bridge, follower, pages, asked } = start();
    await bridge.answer({ conversations: [], next: null });
    const open = answered(1);
    void pages.need(open.key);
    await bridge.answer(open);
    const starred = aConversation('starred', { lastOrderAt: 2, starred: true });
    follower.conversations.apply({ conversations: [starred] });
    for (let minute = 10; minute < 9_000; minute += 100) {
      const rows = Array.from({ length: 100 }, (_, index) => answered(minute + index));
      follower.conversations.apply({ conversations: rows });
      pages.trim();
      expect(follower.conversations.size).toBeLessThan(4_000 + 500 + 100 + 2);
    }
    const keys = new Set([...follower.conversations.rows()].map(({ key }) => key));
    expect([keys.has(open.key), keys.has(starred.key)]).toEqual([true, true]);
    expect(keys.has(answered(500).key)).toBe(false);
    const { reach } = pages.store.getState();
    if (reach.kind !== 'place' || reach.place === null) throw new Error('all is said to be here');
    const { place } = reach;
    expect(keys.has(answered(place.listedAt).key)).toBe(true);
    expect(keys.has(answered(place.listedAt - 1).key)).toBe(false);
    pages.loadMore();
    expect(asked().at(-1)).toMatchObject({ filter: 'all', below: place });
  });

  it('lets nothing go while a page is under way, which goes on from where the list ends', () => {
    const { follower, pages } = start();
    const rows = Array.from({ length: 6_000 }, (_, index) => answered(index));
    follower.conversations.apply({ conversations: rows });
    pages.trim();
    expect(follower.conversations.size).toBe(6_000);
  });
});
