import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { InboundIntake } from './inbound.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { KeptLog } from './testing/kept-log.ts';
import type { Fact } from '../core/ports.ts';

/** How many frames are tried; the soak run asks for more. */
const FRAMES = Number(process.env['DUODIAN_HOSTILE_FRAMES'] ?? 50_000);
const COOKIE = 'CANARY7f3a9c';

const folder = new URL('../../shared/protocol/fixtures/inbound/', import.meta.url);
const seeds = readdirSync(folder).map((name) =>
  readFileSync(new URL(name, folder), 'utf8').replace(
    '<cookie_string>',
    `sid=${COOKIE}; uid=${COOKIE}`,
  ),
);

/** mulberry32: the same frames in every run. */
const seeded = (start: number) => {
  let state = start;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

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

it('[GW6] mutated frames: nothing throws, each ends somewhere, and no cookie shows in what is set aside', () => {
  const below = seeded(20260101);
  const facts: Fact[] = [];
  const committed = Promise.resolve();
  const intake = new InboundIntake({
    clock: new FakeClock(),
    sink: {
      accept: (fact) => {
        facts.push(fact);
        return committed;
      },
    },
    log: new KeptLog(),
    onPressure: () => {},
  });
  let own = 0;
  for (let index = 0; index < FRAMES; index += 1) {
    let text = seeds[below(seeds.length)] ?? '';
    for (let times = 1 + below(4); times > 0; times -= 1) {
      const at = below(text.length + 1);
      text =
        text.slice(0, at) +
        (below(2) === 0 ? (GRAFTS[below(GRAFTS.length)] ?? '') : '') +
        text.slice(at + below(6));
    }
    const data = Buffer.from(text);
    if (below(20) === 0 && data.length > 0) data[below(data.length)] = below(256);
    if (intake.take(data, below(50) === 0) !== null) own += 1;
  }
  expect(facts.length + own).toBe(FRAMES);
  const aside = facts.filter((fact) => fact.kind === 'gateway.quarantined');
  expect(aside.length).toBeGreaterThan(FRAMES / 4);
  expect(facts.length - aside.length).toBeGreaterThan(FRAMES / 50);
  for (const { entry } of aside) {
    expect(entry.preview.length).toBeLessThanOrEqual(300);
    expect(entry.preview + entry.reason).not.toContain(COOKIE);
  }
});
