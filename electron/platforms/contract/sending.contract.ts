import { expect, it } from 'vitest';
import { type ContractHarness, PICTURE } from './harness.contract.ts';

/** What is written reaches the right buyer, once, and is only called sent with the evidence of the platform. */
export const sendingCases = (harness: ContractHarness): void => {
  it('[CV3] sends a text with the evidence of the platform, once', async () => {
    const shopId = await harness.online('发送商店');
    harness.world.say(shopId, 'b:1', 'text', '在吗');
    const outcome = await harness.send(shopId, 'b:1', '您好,在的');
    const sent = harness.world.sentByAgent(shopId);
    expect(sent).toMatchObject([{ buyer: 'b:1', type: 'text', content: '您好,在的' }]);
    const [{ platform_message_id: platformMessageId } = { platform_message_id: '' }] = sent;
    expect(outcome).toMatchObject({ kind: 'sent', platformMessageId });
  });

  it.skipIf(harness.lacks('image'))(
    '[CV3] sends an image with the evidence of the platform',
    async () => {
      const shopId = await harness.online('图片商店');
      harness.world.say(shopId, 'b1', 'text', '在吗');
      const outcome = await harness.send(shopId, 'b1', 'https://example.com/r.png', 'image');
      const sent = harness.world.sentByAgent(shopId);
      expect(sent).toMatchObject([{ type: 'image', content: 'https://example.com/r.png' }]);
      const [{ platform_message_id: platformMessageId } = { platform_message_id: '' }] = sent;
      expect(outcome).toMatchObject({ kind: 'sent', platformMessageId });
    },
  );

  it.skipIf(harness.lacks('upload'))(
    '[CV3] a picture of ours is uploaded through the page, and the buyer sees it under the address that was kept first',
    async () => {
      const shopId = await harness.online('上传商店');
      harness.world.say(shopId, 'b1', 'text', '有实物图吗');
      const { outcome, kept } = await harness.sendPicture(shopId, 'b1');
      const [sent, ...others] = harness.world.sentByAgent(shopId);
      expect(others).toEqual([]);
      expect(sent).toMatchObject({ buyer: 'b1', type: 'image', content: kept[0] });
      expect(outcome).toMatchObject({
        kind: 'sent',
        platformMessageId: sent?.platform_message_id,
      });
      expect(await harness.shownAt(sent?.content ?? '')).toBe(PICTURE);
      const echo = await harness.sink.untilMessage(shopId, ({ from }) => from === 'self');
      expect(echo).toMatchObject({ type: 'image', content: kept[0] });
    },
  );

  it('[CV3] many sends to one buyer arrive in order', async () => {
    const shopId = await harness.online('连发商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    const texts = ['第一句', '第二句', '第三句'];
    for (const text of texts)
      expect(await harness.send(shopId, 'b1', text)).toMatchObject({ kind: 'sent' });
    expect(harness.world.sentByAgent(shopId).map(({ content }) => content)).toEqual(texts);
  });

  it('[CV2] the echo of our own send has the id that the answer told', async () => {
    const shopId = await harness.online('回声商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    const outcome = await harness.send(shopId, 'b1', '回声');
    const echo = await harness.sink.untilMessage(shopId, ({ from }) => from === 'self');
    expect(outcome).toMatchObject({ platformMessageId: echo.platformMessageId });
  });

  it('[PL9] a product card goes as a card, or as its link where the platform cannot take it', async () => {
    const shopId = await harness.online('卡片商店');
    harness.world.say(shopId, 'b1', 'text', '发我链接');
    const link = harness.world.productLink;
    expect(await harness.send(shopId, 'b1', link, 'product_card')).toMatchObject({ kind: 'sent' });
    const type = harness.lacks('product_card') ? 'text' : 'product_card';
    expect(harness.world.sentByAgent(shopId)).toMatchObject([{ type, content: link }]);
  });

  it('[CV5] asks once more right before the write', async () => {
    const shopId = await harness.online('接管商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    const outcome = await harness.send(shopId, 'b1', '不该发出', 'text', () => false);
    expect(outcome.kind).toBe('notWritten');
    expect(harness.world.sentByAgent(shopId)).toEqual([]);
  });

  it('[CV3] a refusal inside a successful answer is a refusal', async () => {
    const shopId = await harness.online('拒绝商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    harness.world.fault(shopId, { kind: 'reject', scope: 'send', count: 1 });
    expect(await harness.send(shopId, 'b1', '违规')).toMatchObject({
      kind: 'rejected',
      code: '10002',
    });
    expect(await harness.send(shopId, 'b1', '合规')).toMatchObject({ kind: 'sent' });
  });

  it('[CV3] a lost echo is unconfirmed, and sent when the list shows it', async () => {
    const shopId = await harness.online('丢失商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    harness.world.fault(shopId, { kind: 'lost_echo', mode: 'pending', count: 1 });
    const lost = harness.send(shopId, 'b1', '收到了吗');
    // Another conversation is not held back by it.
    harness.world.say(shopId, 'b2', 'text', '我也在');
    expect(await harness.send(shopId, 'b2', '您好')).toMatchObject({ kind: 'sent' });
    const outcome = await lost;
    expect(['unconfirmed', 'sent']).toContain(outcome.kind);
    const shown = await harness.sink.untilMessage(
      shopId,
      ({ content }) => content === '收到了吗',
      10_000,
    );
    expect(shown).toMatchObject({ from: 'self', type: 'text', buyerPin: 'b1' });
    expect(harness.world.sentByAgent(shopId).filter(({ buyer }) => buyer === 'b1')).toHaveLength(1);
  });
};
