import { expect, it } from 'vitest';
import { asBuyerPin, asShopId } from '#shared/model/ids.ts';
import { ok } from '#shared/model/result.ts';
import { createState } from './create-state.ts';
import { aConversation, aReplica, FakeBridge } from './testing/records.ts';

/** A window that draws no frame by itself: what it hears waits. */
const openStill = async () => {
  const bridge = new FakeBridge();
  const { state, transport } = createState({
    line: {
      bridge,
      mediaKey: null,
      isDesktop: true,
      retryNow: () => undefined,
      close: () => undefined,
    },
    clock: { now: () => 0 },
    later: () => () => undefined,
    soon: () => undefined,
  });
  await bridge.answer({ cursor: { epoch: 'a', seq: 1 }, replica: aReplica() });
  return { bridge, state, transport };
};

it('[CV13] an answer never overtakes a change that was told before it', async () => {
  const { bridge, state, transport } = await openStill();
  const seen: string[] = [];
  state.follower.listen({
    onDelta: ({ conversations = [] }) => seen.push(...conversations.map(({ draft }) => draft)),
    onSnapshot: () => undefined,
  });
  const answered = transport.bridge
    .call('conversations.saveDraft', {
      shopId: asShopId('shop-1'),
      buyerPin: asBuyerPin('lin'),
      draft: '第二句',
      typedUpon: { windowId: 'here', revision: 1 },
      typedAgoMs: 0,
    })
    .then(() => seen.push('answer'));
  const delta = { conversations: [aConversation('lin', { draft: '第一句', draftRevision: 1 })] };
  bridge.emit({ cursor: { epoch: 'a', seq: 2 }, delta });
  expect(seen).toEqual([]);
  const kept = ok({ draft: '第二句', revision: 2, displaced: null });
  bridge.asked.find(({ name }) => name === 'conversations.saveDraft')?.answer(kept);
  await answered;
  expect(seen).toEqual(['第一句', 'answer']);
});
