import { describe, expect, it } from 'vitest';
import type { SendOutcome, SendRequest } from '../../core/ports/connectors.ts';
import { asBuyerPin } from '#shared/model/ids.ts';
import { ADAPTERS } from '../adapters.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { InstalledScript, ScriptLost } from '../session/page-script.ts';
import type { PageSession } from '../session/page-session.ts';
import { SendLane } from './send-lane.ts';

const KEPT = `outgoing:${'a'.repeat(64)}.png`;
const adapter = ADAPTERS.get('douyin') as Adapter;
const proof = {
  kind: 'resolved',
  message: {
    serverId: '7',
    conversationId: 'b1:1::2:1:pigeon',
    content: 'x',
    createdAt: 1,
    ext: { type: 'text', 's:send_response_status': '0', check_code: '0' },
  },
};

/** A page that answers every call as told, and keeps what it was asked. */
const scripted = (answer: () => Promise<unknown>) => {
  const asked: unknown[] = [];
  const page = {
    send: async (_method: string, parameters: { arguments: { value: unknown }[] }) => {
      asked.push(parameters.arguments[1]?.value);
      return { result: { value: JSON.stringify(await answer()) } };
    },
  } as unknown as PageSession;
  return { page, asked };
};

const laneOver = (answer: () => Promise<unknown>, parts: { wrong?: () => string | null } = {}) => {
  const clock = new FakeClock();
  const { page, asked } = scripted(answer);
  const script = new InstalledScript(page, clock, 'object');
  const lane = new SendLane({
    adapter,
    clock,
    random: () => 0.5,
    outgoing: {
      read: async (content) =>
        content === KEPT ? { name: 'a.png', mimeType: 'image/png', base64: 'AAAA' } : null,
    },
    script: () => script,
    notOnline: () => null,
    verifyIdentity: async () => parts.wrong?.() ?? null,
  });
  return { clock, lane, asked };
};
const request = (content = 'x'): SendRequest => ({
  buyerPin: asBuyerPin('b1'),
  part: { type: 'text', content },
});
const yes = (): boolean => true;
const kept = async (): Promise<void> => {};
const never = (): Promise<unknown> => new Promise(() => {});

describe('SendLane', () => {
  it('[CV3] evidence in the answer is sent', async () => {
    const { lane, clock } = laneOver(() => Promise.resolve(proof));
    const outcome = lane.send(request(), yes, kept);
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'sent', platformMessageId: '7' });
  });

  it('[CV3] no answer is unconfirmed after the deadline, not before', async () => {
    const { lane, clock } = laneOver(never);
    let outcome: SendOutcome | null = null;
    void lane.send(request(), yes, kept).then((known) => (outcome = known));
    await clock.advance(8_999);
    expect(outcome).toBeNull();
    await clock.advance(1);
    expect(outcome).toEqual({ kind: 'unconfirmed', why: 'timeout' });
  });

  it('[CV3] an answer without certainty is told at the deadline: until then the core may hear the echo', async () => {
    const { lane, clock } = laneOver(() => Promise.resolve({ kind: 'resolved', message: null }));
    let outcome: SendOutcome | null = null;
    void lane.send(request(), yes, kept).then((known) => (outcome = known));
    await clock.advance(8_999);
    expect(outcome).toBeNull();
    await clock.advance(1);
    expect(outcome).toMatchObject({ kind: 'unconfirmed' });
    expect(outcome).not.toMatchObject({ why: 'timeout' });
  });

  it('[CV3] a page that goes away in the middle leaves it unconfirmed', async () => {
    const { lane, clock } = laneOver(() => Promise.reject(new ScriptLost('navigated')));
    const outcome = lane.send(request(), yes, kept);
    await clock.advance(15_000);
    expect((await outcome).kind).toBe('unconfirmed');
  });

  it('[PL5] nothing is written while the page is another shop', async () => {
    const { lane, clock, asked } = laneOver(() => Promise.resolve(proof), { wrong: () => 'other' });
    const outcome = lane.send(request(), yes, kept);
    await clock.advance(0);
    expect(await outcome).toEqual({ kind: 'notWritten', why: 'other' });
    expect(asked).toEqual([]);
  });

  it('[CV5] nothing is written when the last question says no', async () => {
    const { lane, clock, asked } = laneOver(() => Promise.resolve(proof));
    const outcome = lane.send(request(), () => false, kept);
    await clock.advance(0);
    expect(await outcome).toEqual({ kind: 'notWritten', why: 'held' });
    expect(asked).toEqual([]);
  });

  it('[PL10] sends start with a gap, and a stuck one holds no other back', async () => {
    const { lane, clock, asked } = laneOver(never);
    for (const content of ['1', '2', '3']) void lane.send(request(content), yes, kept);
    await clock.advance(0);
    expect(asked).toHaveLength(1);
    await clock.advance(375);
    expect(asked).toHaveLength(2);
    await clock.advance(375);
    expect(asked).toHaveLength(3);
  });

  it('[PL9] what the adapter cannot send goes as its text', async () => {
    const { lane, clock, asked } = laneOver(() => Promise.resolve(proof));
    const part = { type: 'video', content: 'https://a.example/v.mp4' } as const;
    void lane.send({ ...request(), part }, yes, kept);
    await clock.advance(0);
    expect(asked[0]).toMatchObject(['send', { type: 'text', content: part.content }]);
  });

  const image = (content = KEPT): SendRequest => ({
    ...request(),
    part: { type: 'image', content },
  });

  it('[CV3] a file is uploaded, and the platform’s address is kept before it is sent', async () => {
    const answers: unknown[] = [
      { kind: 'resolved', answer: { code: 0, url: 'https://a.example/1.png' } },
      proof,
    ];
    const { lane, clock, asked } = laneOver(() => Promise.resolve(answers.shift()));
    const outcome = lane.send(image(), yes, async (address) => {
      asked.push(`kept ${address}`);
    });
    await clock.advance(0);
    expect((await outcome).kind).toBe('sent');
    expect(asked).toMatchObject([
      ['upload', { name: 'a.png', mimeType: 'image/png', base64: 'AAAA' }],
      'kept https://a.example/1.png',
      ['send', { type: 'image', content: 'https://a.example/1.png' }],
    ]);
  });

  it('[CV3] an address that could not be kept is not sent', async () => {
    const { lane, clock, asked } = laneOver(() =>
      Promise.resolve({ kind: 'resolved', answer: { code: 0, url: 'https://a.example/1.png' } }),
    );
    const outcome = lane.send(image(), yes, () => Promise.reject(new Error('the disk is full')));
    await clock.advance(0);
    expect((await outcome).kind).toBe('notWritten');
    expect(asked).toHaveLength(1);
  });

  it('[PL9] a page that has nothing to upload with says so', async () => {
    const { lane, clock } = laneOver(() => Promise.resolve({ kind: 'notWritten', text: '' }));
    const outcome = lane.send(image(), yes, kept);
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'impossible', error: 'media.noUpload' });
  });

  it('[CV3] a platform that refuses the file rejects it, and nothing is sent', async () => {
    const { lane, clock, asked } = laneOver(() =>
      Promise.resolve({ kind: 'resolved', answer: { code: 10_012, url: null } }),
    );
    const outcome = lane.send(image(), yes, kept);
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'impossible', error: 'media.refused' });
    expect(asked).toHaveLength(1);
  });

  it('[CV3] a page that goes away during the upload leaves the message queued', async () => {
    const { lane, clock } = laneOver(() => Promise.reject(new ScriptLost('navigated')));
    const outcome = lane.send(image(), yes, kept);
    await clock.advance(0);
    expect((await outcome).kind).toBe('notWritten');
  });

  it('[CV3] a file that is gone is told, and nothing is asked of the page', async () => {
    const { lane, clock, asked } = laneOver(() => Promise.resolve(proof));
    const outcome = lane.send(image(`outgoing:${'b'.repeat(64)}.png`), yes, kept);
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'impossible', error: 'media.missing' });
    expect(asked).toEqual([]);
  });

  it('[PL9] a file of a kind that the adapter cannot send does not go as text', async () => {
    const { lane, clock, asked } = laneOver(() => Promise.resolve(proof));
    const part = { type: 'video', content: KEPT } as const;
    const outcome = lane.send({ ...request(), part }, yes, kept);
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'impossible', error: 'platform.notSupported' });
    expect(asked).toEqual([]);
  });
});
