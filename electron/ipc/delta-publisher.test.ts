import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import type { Shop } from '#shared/model/shop.ts';
import { FakeClock } from '../gateway/testing/fake-clock.ts';
import {
  applyDelta,
  type Delta,
  type DeltaFrame,
  EMPTY_OVERVIEW,
  judgeFrame,
  type Replica,
} from '#shared/sync/delta.ts';
import { DeltaPublisher } from './delta-publisher.ts';

const EMPTY: Replica = { ...EMPTY_OVERVIEW, conversations: {}, waitingLeftOut: 0 };

const shop = (id: string, alias: string): Shop => ({
  shopId: asShopId(id),
  platform: 'douyin',
  name: null,
  alias,
  color: '#000000',
  position: 0,
  state: { kind: 'idle', since: 0, reason: null, words: null, link: null },
  capabilities: [],
  adapterVersion: null,
  textLimit: 500,
  defaultMode: 'auto',
  lastHeardAt: null,
});

const start = () => {
  const clock = new FakeClock();
  const publisher = new DeltaPublisher({ clock, epoch: 'one-life' });
  const frames: DeltaFrame[] = [];
  const undo = publisher.onFrame((frame) => frames.push(frame));
  return { clock, publisher, frames, undo };
};

describe('the delta publisher', () => {
  it('a change after a quiet time goes without waiting, a burst becomes one frame', () => {
    const { clock, publisher, frames } = start();
    clock.advance(1000);
    publisher.publish({ shops: [shop('a', '1')] });
    clock.advance(0);
    expect(frames).toHaveLength(1);
    for (let n = 0; n < 50; n += 1) publisher.publish({ shops: [shop('a', `${n}`)] });
    clock.advance(3);
    expect(frames).toHaveLength(1);
    clock.advance(1);
    expect(frames).toHaveLength(2);
    expect(frames[1]?.delta.shops).toEqual([shop('a', '49')]);
  });

  it('numbers frames without a gap within one life', () => {
    const { clock, publisher, frames } = start();
    for (let n = 0; n < 5; n += 1) {
      publisher.publish({ shops: [shop('a', `${n}`)] });
      clock.advance(4);
    }
    expect(frames.map((frame) => frame.cursor)).toEqual(
      [1, 2, 3, 4, 5].map((seq) => ({ epoch: 'one-life', seq })),
    );
  });

  it('a snapshot stands behind what it already holds: nothing is applied twice or missed', () => {
    const { clock, publisher, frames } = start();
    publisher.publish({ shops: [shop('a', 'in the snapshot')] });
    const { cursor } = publisher.snapshot(() => EMPTY);
    publisher.publish({ shops: [shop('a', 'after it')] });
    clock.advance(4);
    expect(frames.map((frame) => judgeFrame(cursor, frame.cursor))).toEqual(['ignore', 'apply']);
  });

  it('another life is told at once, and a page of the old one takes a snapshot', () => {
    const { clock, publisher, frames } = start();
    const { cursor: old } = publisher.snapshot(() => EMPTY);
    publisher.publish({ shops: [shop('a', 'of the old life')] });
    publisher.beginEpoch('another-life');
    expect(frames.map((frame) => judgeFrame(old, frame.cursor))).toEqual(['apply', 'resync']);
    const { cursor } = publisher.snapshot(() => EMPTY);
    expect(cursor.epoch).toBe('another-life');
    publisher.publish({ shops: [shop('a', 'of the new one')] });
    clock.advance(4);
    expect(frames.map((frame) => judgeFrame(cursor, frame.cursor)).at(-1)).toBe('apply');
  });

  it('after its undo a listener hears nothing', () => {
    const { clock, publisher, frames, undo } = start();
    undo();
    publisher.publish({ shops: [shop('a', '1')] });
    clock.advance(4);
    expect(frames).toEqual([]);
  });

  it('a replica fed by frames equals the one fed by every change, however they fall together', () => {
    const change: fc.Arbitrary<Delta> = fc.oneof(
      fc.record({
        shops: fc.array(
          fc
            .tuple(fc.constantFrom('a', 'b', 'c'), fc.string())
            .map(([id, alias]) => shop(id, alias)),
          { maxLength: 3 },
        ),
      }),
      fc.record({ removedShops: fc.subarray(['a', 'b', 'c'].map(asShopId)) }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(change, fc.nat(20))), (steps) => {
        const { clock, publisher, frames } = start();
        let direct = EMPTY;
        for (const [delta, pauseMs] of steps) {
          direct = applyDelta(direct, delta);
          publisher.publish(delta);
          clock.advance(pauseMs);
        }
        publisher.flush();
        let fed = EMPTY;
        for (const frame of frames) fed = applyDelta(fed, frame.delta);
        expect(fed).toEqual(direct);
      }),
    );
  });
});
