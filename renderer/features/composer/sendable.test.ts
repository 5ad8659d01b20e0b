import { expect, it } from 'vitest';
import type { Capability } from '#shared/model/platform.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import { judgeSend } from './sendable.ts';

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
