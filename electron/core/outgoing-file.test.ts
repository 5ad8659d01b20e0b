import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, REF, SHOP, TestCore } from './testing/test-core.ts';
import { asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';

const FILE = `outgoing:${'a'.repeat(64)}.png`;
const ADDRESS = 'https://img.example/1.png';

const talking = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now(), content: '有图吗' }));
  world.connectors.isHolding = true;
  return world;
};

const lines = async (world: TestCore): Promise<readonly string[]> =>
  (await world.timeline())
    .filter(({ type, origin }) => type !== 'systemLine' && origin !== 'buyer')
    .map(({ origin, content, send }) => `${origin} ${content} ${send?.state ?? '-'}`);

const echo = (world: TestCore) =>
  platformMessage({
    from: 'self',
    type: 'image',
    content: ADDRESS,
    platformMessageId: asPlatformMessageId('X'),
    sentAt: world.clock.now(),
  });

describe('a file of the agent', () => {
  it('[CV3] after a crash behind the write its echo is the same message', async () => {
    const world = await talking();
    await world.agentSends(FILE, 'm1', 'image');
    await world.connectors.sends[0]?.keepAddress(ADDRESS);
    const next = await world.restart();
    expect(await lines(next)).toEqual([`agent ${ADDRESS} unconfirmed`]);
    await next.hear(echo(next));
    expect(await lines(next)).toEqual([`agent ${ADDRESS} sent`]);
  });

  it('[CV3] after a crash during the upload it goes again, because it cannot have left', async () => {
    const world = await talking();
    await world.agentSends(FILE, 'm1', 'image');
    expect(await lines(world)).toEqual([`agent ${FILE} sending`]);
    const next = await world.restart();
    expect(await lines(next)).toEqual([`agent ${FILE} queued`]);
    await next.goOnline();
    expect(next.connectors.sends).toHaveLength(1);
    expect(await lines(next)).toEqual([`agent ${FILE} sent`]);
  });

  it('[CV4] a repeat of what was uploaded is not uploaded again', async () => {
    const world = await talking();
    await world.agentSends(FILE, 'm1', 'image');
    await world.connectors.sends[0]?.keepAddress(ADDRESS);
    world.connectors.sends[0]?.answer({ kind: 'rejected', code: '1', text: '' });
    await settled();
    await world.core.handlers['messages.resend']({ ...REF, messageId: asMessageId('m1') });
    await settled();
    expect(world.connectors.sends[1]?.part).toEqual({ type: 'image', content: ADDRESS });
  });

  it('[CV4] the same call again, its answer lost, is one send, uploaded or not', async () => {
    const world = await talking();
    await world.agentSends(FILE, 'm1', 'image');
    expect(await world.agentSends(FILE, 'm1', 'image')).toMatchObject({ ok: true });
    await world.connectors.sends[0]?.keepAddress(ADDRESS);
    expect(await world.agentSends(FILE, 'm1', 'image')).toMatchObject({ ok: true });
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV3] an address that comes too late changes nothing', async () => {
    const world = await talking();
    await world.agentSends(FILE, 'm1', 'image');
    world.connectors.sends[0]?.answer({ kind: 'rejected', code: 'platform.timeout', text: '' });
    await settled();
    await world.connectors.sends[0]?.keepAddress(ADDRESS);
    expect(await lines(world)).toEqual([`agent ${FILE} rejected`]);
  });

  it('[GW12] the back office hears the address of the platform', async () => {
    const world = await talking();
    await world.core.handlers['settings.update']({ sendAgentReplyFrames: true });
    await world.agentSends(FILE, 'm1', 'image');
    await world.connectors.sends[0]?.keepAddress(ADDRESS);
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows.at(-1)?.frame).toMatchObject({ type: 'agent_reply', content: ADDRESS });
  });

  it('[PL9] a shop whose page cannot upload refuses it, and keeps nothing', async () => {
    const world = await talking();
    await world.core.accept({
      kind: 'platform.identity',
      shopId: SHOP,
      name: '测试店',
      capabilities: ['text', 'image'],
      adapterVersion: 'jd 1.0.0',
      textLimit: 300,
    });
    const answer = await world.agentSends(FILE, 'm1', 'image');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'media.noUpload' } });
    expect(await lines(world)).toEqual([]);
  });
});
