import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { platformMessage } from '../testing/messages.ts';
import { SentEchoes } from './sent-echoes.ts';

const buyer = asBuyerPin('b1');
const part = { type: 'text', content: 'hello' } as const;
const echo = (id: string, parts = {}) =>
  platformMessage(id, { from: 'self', content: 'hello', ...parts });
const sent = (id: string) =>
  ({ kind: 'sent', platformMessageId: asPlatformMessageId(id), sentAt: null }) as const;

describe('SentEchoes', () => {
  it('[CV2] an echo before the answer is held, then carries our id', async () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    expect(echoes.label(echo('s1'))).toBeNull();
    expect((await ticket.echo).platformMessageId).toBe('s1');
    const [released] = ticket.settle(sent('s1'));
    expect(released && echoes.label(released)).toMatchObject({ clientMessageId: 'c1' });
  });

  it('[CV2] an echo after the answer is known by the id of the platform', () => {
    const echoes = new SentEchoes(new FakeClock());
    echoes.begin(asMessageId('c1'), buyer, part).settle(sent('s1'));
    expect(echoes.label(echo('s1', { content: 'changed' }))).toMatchObject({
      clientMessageId: 'c1',
    });
    expect(echoes.label(echo('s2'))).toMatchObject({ clientMessageId: null });
  });

  it('[CV3] a late echo settles what was unconfirmed, and only one of them', () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    ticket.settle({ kind: 'unconfirmed', why: 'timeout' });
    expect(echoes.label(echo('s1'))).toMatchObject({ clientMessageId: 'c1' });
    expect(echoes.label(echo('s2'))).toMatchObject({ clientMessageId: null });
  });

  it('[CV2] what our side says elsewhere is not ours', () => {
    const echoes = new SentEchoes(new FakeClock());
    echoes.begin(asMessageId('c1'), buyer, part);
    for (const other of [
      echo('s1', { content: 'other' }),
      echo('s2', { buyerPin: asBuyerPin('b2') }),
      echo('s3', { type: 'image' }),
      echo('s4', { sentAt: 1_699_999_000_000 }),
      platformMessage('s5', { content: 'hello' }),
    ])
      expect(echoes.label(other)).toBe(other);
  });

  it('[CV3] a refused send explains no later message', () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    ticket.settle({ kind: 'rejected', code: '1', text: '' });
    expect(echoes.label(echo('s1'))).toMatchObject({ clientMessageId: null });
  });
});
