import { describe, expect, it } from 'vitest';
import type { Clock } from '../core/ports/clock.ts';
import { FakeClock, settled } from '../core/testing/fake-clock.ts';
import { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { conversationRow, shopRow, SHOP } from '../storage/testing/rows.ts';
import { AlertDesk, type AlertSurface } from './alert-desk.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin } from '#shared/model/ids.ts';
import { applyDelta, EMPTY_OVERVIEW, type Delta, type Replica } from '#shared/sync/delta.ts';

const NOON = new Date(2026, 10, 23, 12).getTime();

/** A core that publishes, and a surface that writes down what it was told. */
const aDesk = (before: Partial<Replica> = {}, rest: readonly Conversation[] = []) => {
  const clock = new FakeClock(NOON);
  const publisher = new DeltaPublisher({ clock, epoch: 'one' });
  let replica: Replica = {
    ...EMPTY_OVERVIEW,
    shops: { [SHOP]: shopRow() },
    conversations: {},
    waitingLeftOut: 0,
    ...before,
  };
  const told: string[] = [];
  let isInFront = false;
  let snapshots = 0;
  const surface: AlertSurface = {
    isInFront: () => isInFront,
    showNumbers: ({ waiting, overdue }) => void told.push(`numbers ${waiting}/${overdue}`),
    notify: ({ waiting }, { isCall, isSilent }) =>
      void told.push(`${isCall ? 'ring' : 'replace'}${isSilent ? ' silently' : ''} ${waiting}`),
    withdraw: () => void told.push('withdraw'),
  };
  let timers = 0;
  const counted: Clock = {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    setTimer: (ms, run) => {
      timers += 1;
      return clock.setTimer(ms, run);
    },
  };
  const desk = new AlertDesk({
    clock: counted,
    surface,
    source: {
      loadSnapshot: async () => {
        snapshots += 1;
        return publisher.snapshot(() => replica);
      },
      loadWaiting: async (after) =>
        rest.filter(({ key }) => after === null || key > after.key).slice(0, 2),
      onFrame: (hear) => publisher.onFrame(hear),
    },
  });
  desk.start();
  return {
    clock,
    desk,
    publisher,
    told,
    snapshots: () => snapshots,
    timers: () => timers,
    setFront: (front: boolean) => {
      isInFront = front;
      desk.look();
    },
    publish: (delta: Delta) => {
      replica = applyDelta(replica, delta);
      publisher.publish(delta);
    },
  };
};

const waits = (pin: string, change: Partial<Conversation> = {}): Conversation =>
  conversationRow({ buyerPin: asBuyerPin(pin), waitingSince: NOON, ...change });

describe('the alert desk', () => {
  it('tells of a buyer who comes, of one who waits too long, and takes it back', async () => {
    const { clock, publish, told } = aDesk();
    await clock.advance(2_000);
    publish({ conversations: [waits('a')] });
    await clock.advance(1_000);
    expect(told).toEqual(['numbers 0/0', 'numbers 1/0', 'ring 1']);
    await clock.advance(180_000);
    expect(told.slice(3)).toEqual(['numbers 1/1', 'ring 1']);
    publish({ conversations: [waits('a', { waitingSince: null })] });
    await clock.advance(1_000);
    expect(told.slice(5)).toEqual(['numbers 0/0', 'withdraw']);
  });

  it('sleeps while there is nothing to see', async () => {
    const { clock, timers, publish } = aDesk();
    await clock.advance(5_000);
    const before = timers();
    await clock.advance(60_000);
    expect(timers()).toBe(before);
    publish({ conversations: [waits('a')] });
    await clock.advance(60_000);
    expect(timers()).toBeGreaterThan(before + 50);
  });

  it('counts those who found no room in the snapshot', async () => {
    const rest = ['a', 'b', 'c', 'd', 'e'].map((pin) => waits(pin));
    const { clock, desk } = aDesk({ waitingLeftOut: 5 }, rest);
    await clock.advance(1_000);
    expect(desk.tally().waiting).toBe(5);
  });

  it('takes a new snapshot with another life of the core, and loses nothing that comes meanwhile', async () => {
    const { clock, desk, publish, publisher, snapshots } = aDesk();
    await clock.advance(1_000);
    publish({ conversations: [waits('a')] });
    publisher.beginEpoch('two');
    publish({ conversations: [waits('b')] });
    publisher.flush();
    await settled();
    await clock.advance(1_000);
    expect([snapshots(), desk.tally().waiting]).toEqual([2, 2]);
  });

  it('forgets the buyers of a shop that was removed', async () => {
    const { clock, desk, publish } = aDesk({ conversations: { [waits('a').key]: waits('a') } });
    await clock.advance(1_000);
    publish({ removedShops: [SHOP] });
    await clock.advance(1_000);
    expect(desk.tally().waiting).toBe(0);
  });

  it('is quiet while the window is in front, and at once when it comes there', async () => {
    const { clock, publish, setFront, told } = aDesk();
    setFront(true);
    publish({ conversations: [waits('a')] });
    await clock.advance(2_000);
    expect(told.filter((one) => !one.startsWith('numbers'))).toEqual([]);
    setFront(false);
    await clock.advance(10_000);
    publish({ conversations: [waits('b')] });
    await clock.advance(1_000);
    expect(told.at(-1)).toBe('ring 2');
    setFront(true);
    expect(told.at(-1)).toBe('withdraw');
  });

  it('rings without a sound where that is chosen', async () => {
    const settings = { ...EMPTY_OVERVIEW.settings };
    const alerts = { ...settings.alerts, muted: true };
    const { clock, publish, told } = aDesk({ settings: { ...settings, alerts } });
    publish({ conversations: [waits('a')] });
    await clock.advance(1_000);
    expect(told.at(-1)).toBe('ring silently 1');
  });
});
