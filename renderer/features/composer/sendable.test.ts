import { describe, expect, it } from 'vitest';
import type { Capability } from '#shared/model/platform.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import { judgeSend, judgeWithFollowUps } from './sendable.ts';

const TEXT: readonly Capability[] = ['text'];
const shop = { adapterVersion: 'douyin 1.0.0', capabilities: TEXT, textLimit: 5 };

it('[PL10] blocks what is over the limit and says by how much', () => {
  expect(judgeSend('一二三四五', shop)).toEqual({ kind: 'ok' });
  expect(judgeSend('一二三四五六七', shop)).toEqual({ kind: 'tooLong', over: 2 });
  expect(judgeSend('  一二三四五\n', shop)).toEqual({ kind: 'ok' });
});

it('has nothing to send when there are only spaces', () => {
  expect(judgeSend(' \n ', shop)).toEqual({ kind: 'empty' });
});

it('[PL9] does not offer what the adapter cannot do, but queues for a shop that never opened', () => {
  expect(judgeSend('好', { ...shop, capabilities: [] })).toEqual({ kind: 'unsupported' });
  expect(judgeSend('好', { ...shop, capabilities: [], adapterVersion: null })).toEqual({
    kind: 'ok',
  });
});

it('[CV13] says of a text that no draft can hold that it is not saved, whatever the platform takes', () => {
  const above = 'x'.repeat(MAX_CONTENT_CHARACTERS + 3);
  const roomy = { ...shop, textLimit: MAX_CONTENT_CHARACTERS };
  expect(judgeSend(above, roomy)).toEqual({ kind: 'aboveLimit', over: 3 });
  expect(judgeSend(above, { ...shop, capabilities: [] }).kind).toBe('aboveLimit');
  expect(judgeSend(above.slice(3), roomy)).toEqual({ kind: 'ok' });
});

describe('what a phrase leaves to be done', () => {
  const long = { adapterVersion: null, capabilities: [], textLimit: 10 } as const;
  const text = (content: string) => ({ type: 'text', content }) as const;

  it('a hole in the words is never sent', () => {
    expect(judgeSend('订单〔订单号〕', long)).toEqual({ kind: 'hole', name: '订单号' });
    expect(judgeSend('订单〔其他〕', long)).toEqual({ kind: 'ok' });
  });

  it('messages behind the words go without words, and hold back what they go with', () => {
    const image = { type: 'image', content: 'outgoing:x'.repeat(9) } as const;
    expect(judgeWithFollowUps({ kind: 'empty' }, [image], long)).toEqual({ kind: 'ok' });
    expect(judgeWithFollowUps({ kind: 'empty' }, [], long)).toEqual({ kind: 'empty' });
    expect(judgeWithFollowUps({ kind: 'ok' }, [text('〔商品〕')], long)).toEqual({
      kind: 'hole',
      name: '商品',
    });
    expect(judgeWithFollowUps({ kind: 'ok' }, [text('长'.repeat(12))], long)).toEqual({
      kind: 'tooLong',
      over: 2,
    });
    expect(judgeWithFollowUps({ kind: 'unsupported' }, [text('a')], long)).toEqual({
      kind: 'unsupported',
    });
  });
});
