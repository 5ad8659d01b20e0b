import { expect } from 'vitest';
import type { Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import type { Cut, Direction, Plan } from './fault-proxy.ts';
import { LineWorld, until } from './line-world.ts';
import { asShopId } from '#shared/model/ids.ts';

/**
 * A session as a back office and an agent's day would have it, in small: buyers speak before and after the line is there, the
 * back office signs a shop in, replies, transfers. Played over a line that is cut at one byte.
 */

const SHOP_A = asShopId('shop-a');
const SHOP_B = asShopId('shop-b');
const FIRST_WORDS = ['a1', 'a2', 'a3'];
const OTHER_WORDS = ['b1', 'b2'];
const LATER_WORDS = ['a4', 'a5'];

const reply = (content: string, messageId?: string) => ({
  type: 'message',
  content,
  msg_type: 'text',
  receiver: { id: `buyer-${content}` },
  store_id: SHOP_A,
  ...(messageId !== undefined && { message_id: messageId }),
});

const WITHOUT_ID = ['once-1', 'once-2', 'once-3'];
/** What the back office says. It says again what has an id, because nobody told it what arrived. */
const SAID = [
  {
    type: 'connect_success',
    content: 'sid=1',
    platform_name: '抖音',
    store_id: 'shop-new',
    message_id: 'in-1',
  },
  reply('counted-1', 'in-2'),
  reply('once-1'),
  reply('once-2'),
  {
    type: 'transfer',
    content: '小王',
    receiver: { id: 'buyer-moved' },
    store_id: SHOP_B,
    message_id: 'in-3',
  },
  reply('counted-2', 'in-4'),
  reply('once-3'),
] as const;
const WITH_ID = SAID.filter((frame) => 'message_id' in frame);
const COUNTED = ['counted-1', 'counted-2'];

export type CutPoint = {
  readonly direction: Direction;
  readonly bytes: number;
  readonly by: Cut;
};

/** What one played session came to. */
export type Played = {
  readonly wasCut: boolean;
  /** Bytes of the first connection. */
  readonly bytes: Readonly<Record<Direction, number>>;
};

const isSettled = (world: LineWorld): boolean =>
  world.outbox === 0 &&
  world.store.tables.gatewayFrames.size === WITH_ID.length &&
  world.connectors.sends.length >= COUNTED.length;

/** Every outbox frame under one id, in order for its shop on every connection, each at least once. */
const expectAllDelivered = (world: LineWorld): void => {
  const ids = new Map<unknown, Set<unknown>>();
  for (const { content, message_id } of world.heard) {
    ids.set(content, (ids.get(content) ?? new Set()).add(message_id));
  }
  const words = [...FIRST_WORDS, ...OTHER_WORDS, ...LATER_WORDS];
  expect(new Set(ids.keys())).toEqual(new Set(words));
  expect([...ids.values()].every((one) => one.size === 1)).toBe(true);
  const of = (frames: Peer['business'], shopId: string): readonly unknown[] =>
    frames.filter((frame) => frame['store_id'] === shopId).map((frame) => frame['content']);
  for (const [shopId, order] of [
    [SHOP_A, [...FIRST_WORDS, ...LATER_WORDS]],
    [SHOP_B, OTHER_WORDS],
  ] as const) {
    expect([...new Set(of(world.heard, shopId))]).toEqual(order);
    // A connection begins somewhere and leaves nothing out.
    for (const { business } of world.gateway.peers) {
      const heard = of(business, shopId);
      const from = order.indexOf(String(heard[0]));
      expect(heard).toEqual(heard.length === 0 ? [] : order.slice(from, from + heard.length));
    }
  }
};

const expectAllCounted = (
  world: LineWorld,
  cut: CutPoint | null,
  ends: ReadonlyMap<string, number>,
): void => {
  for (const content of COUNTED) expect(world.counted(content), content).toBe(1);
  expect(world.connectors.connects.filter(({ shopId }) => shopId === 'shop-new')).toHaveLength(1);
  expect(world.connectors.staffAsked).toBe(1);
  expect(world.store.tables.quarantine).toEqual([]);
  for (const content of WITHOUT_ID) {
    const end = ends.get(content) ?? Infinity;
    const count = world.counted(content);
    expect(count, content).toBeLessThanOrEqual(1);
    if (cut?.direction !== 'toClient') continue;
    if (end > cut.bytes) expect(count, `${content} was cut in the middle`).toBe(0);
    else if (cut.by === 'fin') expect(count, `${content} had arrived`).toBe(1);
  }
  const sent = world.connectors.sends.map(({ part }) => part.content);
  expect(new Set(sent).size).toBe(sent.length);
};

/** Plays the session with its first connection cut there (or whole, for null), and looks at what each side saw. */
export const playSession = async (cut: CutPoint | null): Promise<Played> => {
  /** Where in the bytes of the first connection a frame without an id ends. */
  const ends = new Map<string, number>();
  const welcome = (peer: Peer, index: number): void => {
    peer.success();
    for (const frame of index === 0 ? SAID : WITH_ID) {
      peer.say(frame);
      if (!('message_id' in frame)) ends.set(frame.content, peer.bytesWritten);
    }
  };
  const plan = (index: number): Plan =>
    cut === null || index > 0
      ? {}
      : { [cut.direction]: { cutAfter: { bytes: cut.bytes, by: cut.by } } };
  const world = await LineWorld.open({ plan, welcome });
  try {
    await world.say(SHOP_A, FIRST_WORDS);
    await world.say(SHOP_B, OTHER_WORDS);
    world.client.start();
    await until(() => world.heard.length > 0, 'the first frame arrives');
    await world.say(SHOP_A, LATER_WORDS);
    await until(() => isSettled(world), `settled after ${JSON.stringify(cut)}`);
    const [first] = world.proxy.connections;
    const bytes = {
      toServer: first?.forwarded('toServer') ?? 0,
      toClient: first?.forwarded('toClient') ?? 0,
    };
    expectAllDelivered(world);
    const wasCut = first?.cutBy !== null;
    expectAllCounted(world, wasCut ? cut : null, ends);
    return { wasCut, bytes };
  } finally {
    await world.close();
  }
};
