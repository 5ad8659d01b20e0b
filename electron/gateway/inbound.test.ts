import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { InboundIntake } from './inbound.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { KeptLog } from './testing/kept-log.ts';
import { RecordingSink } from './testing/recording-sink.ts';

const start = () => {
  const sink = new RecordingSink();
  const pressure: boolean[] = [];
  const log = new KeptLog();
  const intake = new InboundIntake({
    clock: new FakeClock(),
    sink,
    log,
    onPressure: (isCongested) => pressure.push(isCongested),
  });
  const say = (frame: object | string) =>
    intake.take(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), false);
  return { sink, pressure, intake, say, log };
};
const reply = (content: string) => ({
  type: 'message',
  content,
  receiver: { id: 'b' },
  store_id: 's',
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('[GW6] frames in', () => {
  it('business frames go to the core, in the order of arrival, without waiting for commits', () => {
    const { sink, say, intake } = start();
    sink.hold();
    for (let index = 0; index < 50; index += 1) say(reply(`r${index}`));
    const contents = sink.of('gateway.frame').map(({ frame }) => frame.content);
    expect(contents).toEqual(Array.from({ length: 50 }, (_, index) => `r${index}`));
    expect(intake.waitingFrames).toBe(50);
  });

  it("the connection's own frames are answered, not handed on", () => {
    const { sink, say } = start();
    expect(say({ type: 'success', content: 'connected' })).toEqual({
      type: 'success',
      content: 'connected',
    });
    expect(say({ type: 'pong', uuid: 'u' })).toEqual({ type: 'pong', uuid: 'u' });
    expect(sink.facts).toEqual([]);
  });

  it('[GW7] a frame without a shop is set aside with its reason and without its cookie', () => {
    const { sink, say } = start();
    say({ type: 'connect_success', content: 'sid=CANARY', platform_name: '京东' });
    expect(sink.of('gateway.quarantined')).toEqual([
      {
        kind: 'gateway.quarantined',
        entry: {
          at: 1_700_000_000_000,
          reason: { kind: 'fieldMissing', about: 'connect_success.store_id' },
          bytes: 74,
          preview: '{"type":"connect_success","content":"…10","platform_name":"京东"}',
        },
      },
    ]);
  });

  it('[SE6] a pushed cookie is known to the log before anything else sees the frame', () => {
    const { sink, log, say } = start();
    let cleaned = '';
    sink.accept = () => {
      cleaned = log.clean('thor=canary-0002 is not valid');
      return Promise.resolve();
    };
    say({
      type: 'connect_success',
      content: 'thor=canary-0002',
      store_id: 's',
      store_name: '店',
      platform_name: '京东',
    });
    expect(cleaned).toBe('[secret] is not valid');
  });

  it('[SE6] [PL3] an error and a frame set aside do not quote a cookie back', () => {
    const { sink, log, say } = start();
    log.redactCookies(asShopId('s'), new Secret('canary'));
    say({ type: 'error', content: '登录失败 canary', store_id: 's' });
    say({ type: 'canary', content: '', store_id: 'canary' });
    say('{"store_id":"canary');
    expect(sink.facts).toHaveLength(3);
    expect(sink.facts[0]).toMatchObject({ frame: { content: '登录失败 [secret]' } });
    expect(sink.facts[1]).toMatchObject({ entry: { reason: { about: '[secret]' } } });
    expect(JSON.stringify(sink.facts)).not.toContain('canary');
  });

  it('binary, oversized and badly encoded frames are set aside', () => {
    const { sink, intake } = start();
    intake.take(Buffer.from([0x00, 0xff, 0x01]), true);
    intake.take(Buffer.alloc(16 * 1024 * 1024 + 1, 0x20), false);
    intake.take(Buffer.from([0x22, 0xff, 0x22]), false);
    expect(sink.of('gateway.quarantined').map(({ entry }) => entry.reason.kind)).toEqual([
      'binary',
      'tooLarge',
      'notUtf8',
    ]);
  });

  it('[GW6] a byte order mark is ignored, and JSON in a binary frame is read as text', () => {
    const { sink, intake } = start();
    const text = JSON.stringify(reply('您好'));
    intake.take(Buffer.from(`\ufeff${text}`), false);
    intake.take(Buffer.from(text), true);
    intake.take(Buffer.from(`\ufeff${text}`), true);
    expect(sink.of('gateway.frame')).toHaveLength(3);
    expect(sink.of('gateway.quarantined')).toEqual([]);
    expect(intake.take(Buffer.from('{"type":"success"}'), true)).toEqual({ type: 'success' });
  });

  it('a replacement character that was really sent is no bad encoding', () => {
    const { sink, say } = start();
    say(reply('a\ufffdb'));
    expect(sink.of('gateway.frame')).toHaveLength(1);
  });
});

describe('[GW10] backpressure', () => {
  it('more than 5,000 waiting frames are too many, below 1,000 are few', async () => {
    const { sink, pressure, say, intake } = start();
    sink.hold();
    for (let index = 0; index < 5_000; index += 1) say(reply('x'));
    expect(pressure).toEqual([]);
    say(reply('x'));
    expect(pressure).toEqual([true]);
    say(reply('x'));
    expect(pressure).toEqual([true]);
    sink.commit(4_002);
    await settled();
    expect(intake.waitingFrames).toBe(1_000);
    expect(pressure).toEqual([true]);
    sink.commit(1);
    await settled();
    expect(pressure).toEqual([true, false]);
  });

  it('so are more than 32 MiB', async () => {
    const { sink, pressure, say } = start();
    sink.hold();
    const large = reply('x'.repeat(65_000));
    for (let index = 0; index < 600; index += 1) say(large);
    expect(pressure).toEqual([true]);
    sink.commit();
    await settled();
    expect(pressure).toEqual([true, false]);
  });

  it('a hundred thousand frames leave nothing behind', async () => {
    const { say, intake, pressure } = start();
    for (let round = 0; round < 100; round += 1) {
      for (let index = 0; index < 1_000; index += 1) say(reply('x'));
      await settled();
    }
    expect(intake.waitingFrames).toBe(0);
    expect(pressure).toEqual([]);
  });

  it('a frame that storage refused no longer waits, and is told', async () => {
    const { sink, intake, log } = start();
    sink.accept = () => Promise.reject(new Error('disk'));
    intake.take(Buffer.from(JSON.stringify(reply('x'))), false);
    await settled();
    expect(intake.waitingFrames).toBe(0);
    expect(log.lines).toEqual(['gateway.frameNotKept {}']);
  });
});
