import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  temporaryFile,
  type TemporaryFile,
} from '../../../electron/storage/testing/temporary-file.ts';
import { eventually } from '../../e2e/eventually.ts';
import { recordFigure } from '../figures.ts';
import { isSoak, scaled } from '../scale.ts';
import { heldMiB, slopePerHour } from './memory.ts';
import { NumberedBuyers } from './numbered-buyers.ts';
import { NumberedGateway } from './numbered-gateway.ts';

const PER_SECOND = 2_000;
const TURN_MS = 20;
const MOST_NOT_DURABLE = 20_000;
/** Held memory may swing; it may not climb. Over a short run the swing is all there is to see. */
const MOST_GROWTH_MIB_PER_HOUR = 60;

let place: TemporaryFile;
let gateway: NumberedGateway;
let buyers: NumberedBuyers;
beforeEach(async () => {
  place = await temporaryFile();
  gateway = await NumberedGateway.open();
  buyers = await NumberedBuyers.open(place.file, gateway.url);
});
afterEach(async () => {
  await buyers.close();
  await gateway.close();
  await place.remove();
});

const countStored = (): readonly [number, number] => {
  const db = new Database(place.file, { readonly: true });
  const count = (sql: string): number => Number(db.prepare(sql).pluck().get());
  const counts = [
    count("SELECT count(DISTINCT content) FROM message WHERE origin = 'buyer'"),
    count("SELECT count(*) FROM message WHERE origin = 'buyer'"),
  ] as const;
  db.close();
  return counts;
};

/** Everything said stands once in the database and reached the back office, in order, each under one id. */
const expectAllArrived = async (): Promise<void> => {
  await eventually(() => {
    expect(gateway.newest).toBe(buyers.said);
    expect(buyers.core.replica().gateway.pendingFrames).toBe(0);
  }, 60_000);
  expect(gateway.wrong).toEqual([]);
  expect(gateway.mostOpenSockets).toBe(1);
  expect(countStored()).toEqual([buyers.said, buyers.said]);
};

type Run = { readonly samples: { readonly atMs: number; readonly mib: number }[] };

/** Repeats `turn` for so many seconds; a long run looks at the memory a hundred times. */
const forSeconds = async (seconds: number, turn: () => Promise<void>): Promise<Run> => {
  const samples: { atMs: number; mib: number }[] = [];
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  while (elapsed() < seconds * 1_000) {
    await turn();
    if (isSoak && elapsed() >= (samples.length * seconds * 1_000) / 100) {
      samples.push({ atMs: elapsed(), mib: heldMiB() });
    }
  }
  return { samples };
};

const expectNoClimb = ({ samples }: Run): number => {
  const slope = slopePerHour(samples);
  if (isSoak) expect(slope).toBeLessThan(MOST_GROWTH_MIB_PER_HOUR);
  return slope;
};

it(
  '[GW9] [ST2] 2,000 messages a second: every one is kept once and told once, in order',
  async () => {
    const seconds = scaled(4, 600);
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const count = (PER_SECOND * TURN_MS) / 1_000;
    let due = performance.now();
    let notDurable = 0;
    const run = await forSeconds(seconds, async () => {
      notDurable += count;
      const durable = buyers.say(count).then(() => (notDurable -= count));
      // Buyers do not wait for our disk; but a disk that falls behind for seconds is not what is asked here.
      if (notDurable > MOST_NOT_DURABLE) await durable;
      due += TURN_MS;
      await pause(Math.max(0, due - performance.now()));
    });
    delay.disable();
    await expectAllArrived();
    const slope = expectNoClimb(run);
    recordFigure({
      promise: 'neverLost',
      target: `${seconds} s at 2,000 messages a second: 0 lost, 0 doubled`,
      reached: `${buyers.said} messages, 0 lost, 0 doubled, longest stall ${Math.round(delay.max / 1e6)} ms${isSoak ? `, memory ${slope.toFixed(1)} MiB an hour` : ''}`,
    });
  },
  scaled(120_000, 3_600_000),
);

it(
  '[GW3] [GW5] [GW9] a line that never stands for long: nothing is lost, one socket, no climbing memory',
  async () => {
    const seconds = scaled(5, 3_600);
    let cuts = 0;
    const run = await forSeconds(seconds, async () => {
      await buyers.say(1 + (buyers.said % 7));
      await pause(buyers.said % 40);
      gateway.cut();
      cuts += 1;
    });
    await expectAllArrived();
    const slope = expectNoClimb(run);
    recordFigure({
      promise: 'neverLost',
      target: `${seconds} s of reconnects: 0 lost, one socket`,
      reached: `${cuts} cuts, ${buyers.said} messages, 0 lost, ${gateway.repeats} repeated under their id${isSoak ? `, memory ${slope.toFixed(1)} MiB an hour` : ''}`,
    });
  },
  scaled(120_000, 2 * 3_600_000),
);
