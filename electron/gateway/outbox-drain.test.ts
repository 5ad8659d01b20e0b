import { describe, expect, it } from 'vitest';
import { OutboxDrain, type DrainLine } from './outbox-drain.ts';
import type { Care } from './stuck-frames.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { KeptLog } from './testing/kept-log.ts';
import { MemoryOutbox } from './testing/memory-outbox.ts';
import { RecordingSink } from './testing/recording-sink.ts';

/** A line that keeps what is written; `written` callbacks wait for `flush`. */
class FakeLine implements DrainLine {
  readonly sent: string[] = [];
  drain: OutboxDrain | null = null;
  buffered = 0;
  #written: (() => void)[] = [];
  #pings = 0;

  send(text: string, written?: () => void): void {
    this.sent.push((JSON.parse(text) as { message_id: string }).message_id);
    this.buffered += text.length;
    if (written !== undefined) this.#written.push(written);
  }

  /** What was sent, without the pings. */
  get frames(): readonly string[] {
    return this.sent.filter((one) => !one.startsWith('ping'));
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  ping(): void {
    this.#pings += 1;
    this.sent.push(`ping${this.#pings}`);
    this.drain?.pinged(`ping${this.#pings}`);
  }

  flush(): void {
    this.buffered = 0;
    for (const written of this.#written.splice(0)) written();
  }
}

const start = (after = 0, care: Care | null = null) => {
  const clock = new FakeClock();
  const sink = new RecordingSink();
  const outbox = new MemoryOutbox();
  const line = new FakeLine();
  const log = new KeptLog();
  const drain = new OutboxDrain({ clock, sink, outbox, log }, line, {
    after,
    care,
    settled: Promise.resolve(),
  });
  line.drain = drain;
  const acknowledged = () =>
    sink.of('gateway.acknowledged').map(({ outboxSeq, frames }) => ({ outboxSeq, frames }));
  return { clock, sink, outbox, line, drain, acknowledged, log };
};
const settled = () => new Promise((resolve) => setImmediate(resolve));
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`);

describe('[GW9] outbox', () => {
  it('is sent in order, and a barrier ping follows within 1 s: at once behind the first rows of a connection', async () => {
    const { clock, outbox, line, drain } = start();
    outbox.add(3);
    drain.grew();
    await settled();
    expect(line.sent).toEqual(['m1', 'm2', 'm3', 'ping1']);
    outbox.add(2);
    drain.grew();
    await settled();
    expect(line.sent.slice(4)).toEqual(['m4', 'm5']);
    clock.advance(1_000);
    expect(line.sent.slice(4)).toEqual(['m4', 'm5', 'ping2']);
    clock.advance(60_000);
    expect(line.sent).toHaveLength(7);
  });

  it('a backlog is proven page by page, so that a line that never stands for long gets on', async () => {
    const { outbox, line, drain } = start();
    outbox.add(1_100);
    drain.grew();
    await settled();
    expect(line.sent.indexOf('ping1')).toBe(500);
    expect(line.sent.indexOf('ping2')).toBe(1_001);
    drain.ponged('ping1');
    expect(drain.acknowledgedSeq).toBe(500);
  });

  it('written is not delivered: only the pong behind it is', async () => {
    const { clock, outbox, line, drain, acknowledged } = start();
    outbox.add(2);
    drain.grew();
    await settled();
    line.flush();
    expect(acknowledged()).toEqual([]);
    clock.advance(1_000);
    expect(acknowledged()).toEqual([]);
    drain.ponged('ping1');
    expect(acknowledged()).toEqual([{ outboxSeq: 2, frames: 2 }]);
    expect(drain.acknowledgedSeq).toBe(2);
  });

  it('a pong proves what was sent before its ping, not after', async () => {
    const { clock, outbox, line, drain, acknowledged } = start();
    outbox.add(2);
    drain.grew();
    await settled();
    clock.advance(1_000);
    outbox.add(3);
    drain.grew();
    await settled();
    expect(line.sent).toEqual(['m1', 'm2', 'ping1', 'm3', 'm4', 'm5']);
    drain.ponged('ping1');
    expect(acknowledged()).toEqual([{ outboxSeq: 2, frames: 2 }]);
    // Here the next connection would begin.
    expect(drain.acknowledgedSeq).toBe(2);
    clock.advance(1_000);
    drain.ponged('ping2');
    expect(acknowledged()).toEqual([
      { outboxSeq: 2, frames: 2 },
      { outboxSeq: 5, frames: 3 },
    ]);
  });

  it('a later pong stands for an earlier one, and each row is told once', async () => {
    const { clock, outbox, drain, acknowledged } = start();
    for (let round = 0; round < 2; round += 1) {
      outbox.add(1);
      drain.grew();
      await settled();
      clock.advance(1_000);
    }
    drain.ponged('ping2');
    drain.ponged('ping1');
    drain.ponged('ping2');
    drain.ponged('never sent');
    expect(acknowledged()).toEqual([{ outboxSeq: 2, frames: 2 }]);
  });

  it("the heartbeat's own ping is a barrier too, and an idle one proves nothing", async () => {
    const { outbox, line, drain, acknowledged } = start();
    line.ping();
    drain.ponged('ping1');
    expect(acknowledged()).toEqual([]);
    outbox.add(1);
    drain.grew();
    await settled();
    line.ping();
    drain.ponged('ping2');
    expect(acknowledged()).toEqual([{ outboxSeq: 1, frames: 1 }]);
  });

  it('the next connection starts behind the last acknowledged row, with the same ids', async () => {
    const first = start();
    first.outbox.add(4);
    first.drain.grew();
    await settled();
    first.drain.stop();
    expect(first.drain.acknowledgedSeq).toBe(0);
    const second = start(2);
    second.outbox.add(4);
    second.drain.grew();
    await settled();
    expect(second.line.frames).toEqual(['m3', 'm4']);
  });

  it('reads in pages, and sees what came while it was reading', async () => {
    const { outbox, line, drain } = start();
    outbox.add(1_200);
    drain.grew();
    outbox.add(1);
    drain.grew();
    await settled();
    expect(line.frames).toEqual(ids(1, 1_201));
    const { loads } = outbox;
    outbox.add(1);
    drain.grew();
    await settled();
    expect(line.frames.at(-1)).toBe('m1202');
    expect(outbox.loads).toBe(loads + 1);
  });

  it('pauses above 1 MiB of what the socket has not taken, and goes on when it has', async () => {
    const { outbox, line, drain } = start();
    outbox.add(100, 'x'.repeat(60_000));
    drain.grew();
    await settled();
    expect(line.sent).toHaveLength(18);
    expect(line.buffered).toBeLessThan(1024 * 1024 + 61_000);
    line.flush();
    await settled();
    expect(line.sent).toHaveLength(36);
    for (let round = 0; round < 4; round += 1) {
      line.flush();
      await settled();
    }
    expect(line.frames).toEqual(ids(1, 100));
  });

  it('a stopped drain writes and pings nothing more', async () => {
    const { clock, outbox, line, drain } = start();
    outbox.add(2);
    drain.grew();
    drain.stop();
    await settled();
    clock.advance(10_000);
    expect(line.sent).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('storage that cannot be read is asked again', async () => {
    const { clock, outbox, line, drain, log } = start();
    outbox.add(2);
    outbox.failures = 1;
    drain.grew();
    await settled();
    expect(line.sent).toEqual([]);
    expect(log.lines).toEqual(['gateway.outboxNotRead {}']);
    clock.advance(1_000);
    await settled();
    expect(line.frames).toEqual(['m1', 'm2']);
  });
});
