import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fact } from '../../../electron/core/ports/facts.ts';
import { createLog } from '../../../electron/diagnostics/log.ts';
import { InboundIntake } from '../../../electron/gateway/inbound.ts';
import { FakeClock } from '../../../electron/gateway/testing/fake-clock.ts';
import { QUARANTINE_KINDS } from '#shared/model/quarantine.ts';
import { recordFigure } from '../figures.ts';
import { isSoak, scaled } from '../scale.ts';
import { seeded } from './seeded.ts';

const FRAMES = scaled(20_000, 1_000_000, 50_000);
/** Of these, so many are made by fast-check, whose structures take longer to make than to read. */
const STRUCTURES = FRAMES / 10;
const COOKIE = 'CANARY7f3a9c';

const folder = new URL('../../../shared/protocol/fixtures/inbound/', import.meta.url);
const recorded = readdirSync(folder).map((name) =>
  readFileSync(new URL(name, folder), 'utf8').replace(
    '<cookie_string>',
    `sid=${COOKIE}; uid=${COOKIE}`,
  ),
);

const GRAFTS = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  'true',
  '-',
  '1e999',
  '9007199254740993',
  '\u0000',
  '\ud800',
  '\u202e',
  '"__proto__":{"a":1},',
  '"constructor":{},',
  '"type":"pong",',
  '"store_id":null,',
  '"content":',
  '\\ud800',
  '\\u0000',
  '['.repeat(40),
  '{"a":'.repeat(40),
  '9'.repeat(400),
  'x'.repeat(5_000),
] as const;

/** A few that cost much to read if reading is done carelessly. */
const HEAVY = [
  '['.repeat(4_000_000),
  `{"type":"message","content":"${'\\u0041'.repeat(400_000)}"}`,
  `{"type":"message","content":"${'"'.repeat(2_000_000)}`,
  `[${'9'.repeat(1_000_000)}]`,
  `{${Array.from({ length: 100_000 }, (_, index) => `"k${String(index)}":0`).join(',')}}`,
  `{"type":"connect_success","content":"${'sid=x; '.repeat(300_000)}"}`,
  ' '.repeat(16_000_000),
  `[${Array(300)
    .fill(`[${Array(5_000).fill('{"a":0}').join(',')}]`)
    .join(',')}]`,
  Array(2_000_000).fill('{"a":').join(''),
] as const;

/** What a whole of frames came to. */
class Tally {
  tried = 0;
  own = 0;
  aside = 0;
  taken = 0;
  longestMs = 0;
  readonly #intake: InboundIntake;

  constructor() {
    const committed = Promise.resolve();
    const clock = new FakeClock();
    this.#intake = new InboundIntake({
      clock,
      sink: {
        accept: (fact) => {
          this.#note(fact);
          return committed;
        },
      },
      // The real one: it learns the cookie of every push and looks through what is set aside.
      log: createLog(clock, () => undefined),
      onPressure: () => {},
    });
  }

  /** One frame; how long it holds the program up is noted (by the processor's clock, not by the wall's), and never judged. */
  try(data: Buffer, isBinary: boolean): void {
    const from = process.threadCpuUsage();
    const own = this.#intake.take(data, isBinary);
    const { user, system } = process.threadCpuUsage(from);
    this.longestMs = Math.max(this.longestMs, (user + system) / 1_000);
    this.tried += 1;
    if (own !== null) this.own += 1;
  }

  #note(fact: Fact): void {
    if (fact.kind === 'gateway.frame') this.taken += 1;
    if (fact.kind !== 'gateway.quarantined') return;
    this.aside += 1;
    const { entry } = fact;
    expect(entry.preview.length).toBeLessThanOrEqual(300);
    expect(`${entry.preview} ${entry.reason.about ?? ''}`).not.toContain(COOKIE);
    expect(QUARANTINE_KINDS).toContain(entry.reason.kind);
  }
}

const mutate = (tally: Tally, count: number): void => {
  const below = seeded(20260101);
  for (let index = 0; index < count; index += 1) {
    let text = recorded[below(recorded.length)] ?? '';
    for (let times = 1 + below(4); times > 0; times -= 1) {
      const at = below(text.length + 1);
      const graft = below(2) === 0 ? (GRAFTS[below(GRAFTS.length)] ?? '') : '';
      text = text.slice(0, at) + graft + text.slice(at + below(6));
    }
    const data = Buffer.from(text);
    if (below(20) === 0 && data.length > 0) data[below(data.length)] = below(256);
    tally.try(data, below(50) === 0);
  }
};

/** Frames that are JSON and nearly right: every field may be anything. */
const anyField = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(`sid=${COOKIE}`, '', null, 0, -1, 2 ** 60, true),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  fc.record({ id: fc.oneof(fc.string({ maxLength: 10 }), fc.integer(), fc.constant(null)) }),
  fc.jsonValue({ maxDepth: 3 }),
);
const anyFrame = fc.record(
  {
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('connect_success', 'error', 'message', 'transfer') },
      anyField,
    ),
    content: fc.oneof({ weight: 3, arbitrary: fc.string({ maxLength: 30 }) }, anyField),
    store_id: fc.oneof({ weight: 3, arbitrary: fc.constant('shop-a') }, anyField),
    receiver: fc.oneof({ weight: 3, arbitrary: fc.constant({ id: 'buyer' }) }, anyField),
    message_id: anyField,
    timestamp: anyField,
    msg_type: anyField,
    platform_name: anyField,
    data: anyField,
  },
  { requiredKeys: ['type'] },
);

it(
  '[GW6] hostile frames: nothing throws, each ends somewhere with a reason, and no cookie shows',
  { timeout: isSoak ? 1_800_000 : 120_000 },
  () => {
    const tally = new Tally();
    mutate(tally, FRAMES - STRUCTURES - HEAVY.length);
    for (const text of HEAVY) tally.try(Buffer.from(text), false);
    fc.assert(
      fc.property(anyFrame, (frame) => tally.try(Buffer.from(JSON.stringify(frame)), false)),
      { numRuns: STRUCTURES, seed: 20260102 },
    );
    expect(tally.tried).toBe(FRAMES);
    expect(tally.own + tally.aside + tally.taken).toBe(FRAMES);
    expect(tally.aside).toBeGreaterThan(FRAMES / 4);
    expect(tally.taken).toBeGreaterThan(FRAMES / 50);
    recordFigure({
      promise: 'hostileFrames',
      target: '0 crashes, no stall > 200 ms',
      reached: `${String(FRAMES)} frames, 0 crashes, longest stall ${String(Math.ceil(tally.longestMs))} ms of processor time`,
    });
  },
);
