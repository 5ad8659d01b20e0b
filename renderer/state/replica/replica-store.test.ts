import { describe, expect, it, vi } from 'vitest';
import { refuse } from '#shared/model/result.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { ReplicaFollower } from './replica-store.ts';
import { aConversation, aReplica, FakeBridge } from '../testing/records.ts';

const start = (soon: (run: () => void) => void = (run) => run()) => {
  const bridge = new FakeBridge();
  const timers: (() => void)[] = [];
  const follower = new ReplicaFollower({
    bridge,
    clock: Date,
    soon,
    later: (_ms, run) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  });
  follower.start();
  return { bridge, follower, timers };
};

const snapshot = (seq: number, rows: readonly Conversation[] = [], epoch = 'a') => ({
  cursor: { epoch, seq },
  replica: aReplica(rows),
});
const frame = (seq: number, rows: readonly Conversation[], epoch = 'a') => ({
  cursor: { epoch, seq },
  delta: { conversations: rows },
});
const pins = (follower: ReplicaFollower): readonly string[] =>
  [...follower.conversations.rows()].map((row) => row.buyerPin);

describe('following the core', () => {
  it('listens before the snapshot: what comes meanwhile is applied after it, once', async () => {
    const { bridge, follower } = start();
    expect(follower.store.getState().phase).toBe('loading');
    bridge.emit(frame(4, [aConversation('in-the-snapshot')]));
    bridge.emit(frame(5, [aConversation('after-it')]));
    await bridge.answer(snapshot(4, [aConversation('in-the-snapshot')]));
    expect(follower.store.getState().phase).toBe('ready');
    expect(pins(follower)).toEqual(['in-the-snapshot', 'after-it']);
    expect(follower.store.getState().cursor).toEqual({ epoch: 'a', seq: 5 });
  });

  it('takes a new snapshot after a gap and shows nothing half in between', async () => {
    const { bridge, follower } = start();
    await bridge.answer(snapshot(1, [aConversation('one')]));
    bridge.emit(frame(3, [aConversation('three')]));
    expect(pins(follower)).toEqual(['one']);
    expect(follower.store.getState().phase).toBe('ready');
    expect(bridge.asked.map((call) => call.name)).toEqual(['sync.loadSnapshot']);
    await bridge.answer(
      snapshot(3, [aConversation('one'), aConversation('two'), aConversation('three')]),
    );
    expect(pins(follower)).toEqual(['one', 'two', 'three']);
  });

  it('what piled up in one turn is one change of the store', async () => {
    const tasks: (() => void)[] = [];
    const { bridge, follower } = start((run) => tasks.push(run));
    await bridge.answer(snapshot(1));
    let changes = 0;
    follower.store.subscribe(() => (changes += 1));
    const told: number[] = [];
    follower.listen({
      onDelta: ({ conversations }) => told.push(conversations?.length ?? 0),
      onSnapshot: () => undefined,
    });
    for (const seq of [2, 3, 4]) bridge.emit(frame(seq, [aConversation(`pin-${seq}`)]));
    expect(tasks).toHaveLength(1);
    tasks[0]?.();
    expect(pins(follower)).toEqual(['pin-2', 'pin-3', 'pin-4']);
    expect(follower.store.getState().cursor).toEqual({ epoch: 'a', seq: 4 });
    expect([changes, told]).toEqual([1, [3]]);
  });

  it('a gap in what piled up: the part before it is shown, the rest waits for the snapshot', async () => {
    const tasks: (() => void)[] = [];
    const { bridge, follower } = start((run) => tasks.push(run));
    await bridge.answer(snapshot(1));
    for (const seq of [2, 4, 5]) bridge.emit(frame(seq, [aConversation(`pin-${seq}`)]));
    tasks[0]?.();
    expect(pins(follower)).toEqual(['pin-2']);
    await bridge.answer(snapshot(4, [aConversation('pin-3'), aConversation('pin-4')]));
    expect(pins(follower)).toEqual(['pin-3', 'pin-4', 'pin-5']);
  });

  it('takes a new snapshot from another life of the core', async () => {
    const { bridge, follower } = start();
    await bridge.answer(snapshot(9));
    bridge.emit(frame(1, [aConversation('x')], 'b'));
    await bridge.answer(snapshot(1, [aConversation('x')], 'b'));
    expect(follower.store.getState().cursor).toEqual({ epoch: 'b', seq: 1 });
  });

  it('ignores a frame that it already has', async () => {
    const { bridge, follower } = start();
    await bridge.answer(snapshot(7));
    const before = follower.store.getState();
    bridge.emit(frame(7, [aConversation('late')]));
    expect(follower.store.getState()).toBe(before);
    expect(bridge.asked).toHaveLength(0);
  });

  it('drops the answer to a snapshot that was asked for before the line dropped', async () => {
    const { bridge, follower } = start();
    bridge.setCarrier('closed');
    bridge.setCarrier('open');
    expect(bridge.asked).toHaveLength(2);
    await bridge.answer(snapshot(1, [aConversation('stale')]));
    expect(follower.store.getState().phase).toBe('loading');
    await bridge.answer(snapshot(2, [aConversation('fresh')]));
    expect(pins(follower)).toEqual(['fresh']);
  });

  it('keeps what is shown while a refused snapshot is asked for again', async () => {
    const { bridge, follower, timers } = start();
    await bridge.answerResult(refuse('ipc.failed', 'busy'));
    expect(follower.store.getState()).toMatchObject({ phase: 'failed', error: { detail: 'busy' } });
    timers[0]?.();
    await bridge.answer(snapshot(1, [aConversation('one')]));
    bridge.emit(frame(5, []));
    await bridge.answerResult(refuse('ipc.failed'));
    expect(follower.store.getState().phase).toBe('ready');
    expect(pins(follower)).toEqual(['one']);
  });

  it('hears nothing any more once stopped', async () => {
    const { bridge, follower } = start();
    await bridge.answer(snapshot(1));
    follower.stop();
    bridge.emit(frame(2, [aConversation('late')]));
    expect(pins(follower)).toEqual([]);
  });

  it('a message in one conversation leaves the other rows, and the order, as they are', async () => {
    const { bridge, follower } = start();
    const a = aConversation('a', { waitingSince: 10 });
    const b = aConversation('b', { waitingSince: 20 });
    await bridge.answer(snapshot(1, [a, b]));
    const before = follower.store.getState();
    const rowB = vi.fn();
    follower.conversations.listen(b.key, rowB);
    bridge.emit(frame(2, [{ ...a, unread: 5 }]));
    const after = follower.store.getState();
    expect(after.conversations.get(a.key)?.unread).toBe(5);
    expect(rowB).not.toHaveBeenCalled();
    expect(after.order).toBe(before.order);
    expect(after.overview.shops).toBe(before.overview.shops);
  });

  it('[PF1] asks for those who wait and found no room in the snapshot, page by page, until it has them all', async () => {
    const { bridge, follower, timers } = start();
    const many = Array.from({ length: 2_500 }, (_, index) =>
      aConversation(`b-${String(index).padStart(4, '0')}`, { waitingSince: 1 + index }),
    );
    const { cursor, replica } = snapshot(1, many.slice(0, 300));
    await bridge.answer({ cursor, replica: { ...replica, waitingLeftOut: 2_200 } });
    const asked = () => bridge.asked.at(-1);
    expect(asked()).toMatchObject({
      name: 'conversations.loadWaiting',
      input: { after: null, limit: 1_000 },
    });
    await bridge.answer(many.slice(0, 1_000));
    expect(follower.store.getState().order.waiting).toHaveLength(1_000);
    // One that was answered meanwhile is told by a delta, and an older page does not bring its wait back.
    const answered = { ...(many[1_500] as Conversation), waitingSince: null };
    bridge.emit({ cursor: { epoch: 'a', seq: 2 }, delta: { conversations: [answered] } });
    await bridge.answerResult(refuse('ipc.failed'));
    timers.splice(0).forEach((run) => run());
    expect(asked()?.input).toMatchObject({ after: { buyerPin: 'b-0999' } });
    await bridge.answer(many.slice(1_000, 2_000));
    await bridge.answer(many.slice(2_000));
    expect(follower.store.getState().order.waiting).toHaveLength(2_499);
    expect(bridge.asked).toEqual([]);
  });

  it('[PF1] lets a page go that belongs to an older snapshot', async () => {
    const { bridge, follower } = start();
    const { cursor, replica } = snapshot(1);
    await bridge.answer({ cursor, replica: { ...replica, waitingLeftOut: 1 } });
    bridge.setCarrier('closed');
    bridge.setCarrier('open');
    await bridge.answer([aConversation('older', { waitingSince: 1 })]);
    expect(pins(follower)).toEqual([]);
    await bridge.answer(snapshot(1, [aConversation('newer')], 'b'));
    expect(pins(follower)).toEqual(['newer']);
  });
});
