import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, REF, SHOP, TestCore, WatchedStore } from './testing/test-core.ts';
import { asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';

describe('the single writer and its database', () => {
  it('[ST5] while a commit fails nothing is shown or lost, the agent is told, and order is kept', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    world.store.failing = 'storage.full';
    const taken: string[] = [];
    for (const content of ['一', '二', '三']) {
      const messages = [platformMessage({ content })];
      void world.core
        .accept({ kind: 'platform.messages', shopId: SHOP, messages })
        .then(() => taken.push(content));
      await settled();
    }
    expect(taken).toEqual([]);
    expect(world.core.replica().conversations).toEqual({});
    expect(world.core.replica().storage).toMatchObject({
      phase: 'failing',
      reason: 'storage.full',
      waitingWrites: 3,
    });
    expect(await world.agentSends('在', 'm1')).toMatchObject({
      error: { kind: 'storage.unavailable' },
    });
    await world.clock.advance(60_000);
    expect(taken).toEqual([]);
    world.store.failing = null;
    await world.clock.advance(5_000);
    expect(taken).toEqual(['一', '二', '三']);
    expect((await world.timeline()).map(({ content }) => content)).toEqual(['一', '二', '三']);
    expect(world.core.replica().storage).toEqual(STORAGE_OK);
    expect(await world.frames()).toEqual(['message', 'message', 'message']);
  });

  it('[ST5] a database that cannot be written is told apart from one that fails', async () => {
    const world = await TestCore.open();
    world.store.failing = 'storage.readonly';
    void world.core.accept({ kind: 'gateway.outage', outage: { from: 1, to: null } });
    await settled();
    expect(world.core.replica().storage.phase).toBe('readonly');
  });

  it('[ST5] a commit that hangs is told within 2 s, commands are refused meanwhile, and its success ends it', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const commits = world.holdCommits();
    const taken = world.core.accept({ kind: 'gateway.outage', outage: { from: 1, to: null } });
    await world.clock.advance(1_100);
    expect(world.core.replica().storage).toEqual(STORAGE_OK);
    await world.clock.advance(600);
    expect(world.core.replica().storage).toMatchObject({
      phase: 'failing',
      reason: 'storage.slow',
      waitingWrites: 1,
    });
    expect(await world.agentSends('在', 'm1')).toMatchObject({
      error: { kind: 'storage.unavailable', detail: 'storage.slow' },
    });
    commits.letGo();
    await taken;
    expect(world.core.replica().storage).toEqual(STORAGE_OK);
    expect(world.core.replica().gateway.outages).toHaveLength(1);
  });

  it('[ST5] after a long fault the database is tried again within 2 s of its end', async () => {
    const world = await TestCore.open();
    world.store.failing = 'storage.io';
    const taken = world.core.accept({ kind: 'gateway.outage', outage: { from: 1, to: null } });
    await world.clock.advance(600_000);
    world.store.failing = null;
    await world.clock.advance(2_000);
    await taken;
    expect(world.core.replica().storage).toEqual(STORAGE_OK);
  });

  it('[ST5] a repair is shown beside whatever else is told, until it is acknowledged', async () => {
    const world = await TestCore.open();
    const repair = { at: 1, keptAs: 'duodian.damaged.sqlite', keptRows: 9, lostRows: null };
    world.core.noteRepair(repair);
    expect(world.publisher.deltas.at(-1)).toEqual({ storage: { ...STORAGE_OK, repair } });
    world.store.failing = 'storage.full';
    const taken = world.core.accept({ kind: 'gateway.outage', outage: { from: 1, to: null } });
    await settled();
    expect(world.core.replica().storage).toMatchObject({ reason: 'storage.full', repair });
    world.store.failing = null;
    await world.clock.advance(2_000);
    await taken;
    expect(world.core.replica().storage).toEqual({ ...STORAGE_OK, repair });
    world.core.noteRepair(null);
    expect(world.core.replica().storage).toEqual(STORAGE_OK);
  });

  it('[PL6] a duplicate of what is still being written is found', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    world.store.failing = 'storage.locked';
    const message = platformMessage({ platformMessageId: asPlatformMessageId('same') });
    const fact = { kind: 'platform.messages', shopId: SHOP, messages: [message] } as const;
    const first = world.core.accept(fact);
    await settled();
    const second = world.core.accept(fact);
    const third = world.aiReplies('您好', 'g1');
    const fourth = world.aiReplies('您好', 'g1');
    await settled();
    world.store.failing = null;
    await world.clock.advance(5_000);
    await Promise.all([first, second, third, fourth]);
    expect(await world.timeline()).toHaveLength(2);
    expect(await world.frames()).toEqual(['message']);
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[PL6] a duplicate is found although its lookup ran before the commit and was answered after it', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const lookUp = world.store.lookUp.bind(world.store);
    const commit = world.store.commit.bind(world.store);
    let commitNow = (): void => undefined;
    let answerNow = (): void => undefined;
    world.store.commit = async (writes) => {
      await new Promise<void>((resolve) => {
        commitNow = resolve;
      });
      await commit(writes);
    };
    const message = platformMessage({ platformMessageId: asPlatformMessageId('same') });
    const reply = {
      kind: 'gateway.frame',
      frame: {
        type: 'message',
        content: '您好',
        receiver: { id: REF.buyerPin },
        store_id: SHOP,
        message_id: asMessageId('g1'),
      },
    } as const;
    const first = [
      world.core.accept({ kind: 'platform.messages', shopId: SHOP, messages: [message] }),
      world.core.accept(reply),
    ];
    await settled();
    world.store.lookUp = async (lookup) => {
      const answer = await lookUp(lookup);
      await new Promise<void>((resolve) => {
        answerNow = resolve;
      });
      return answer;
    };
    const second = world.core.accept(reply);
    await settled();
    world.store.commit = commit;
    commitNow();
    await Promise.all(first);
    await settled();
    world.store.lookUp = lookUp;
    answerNow();
    await second;
    await settled();
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV3] a send whose state cannot be written is not sent', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage());
    // The next commit (queued) goes well, the one after it (sending) does not.
    const commit = world.store.commit.bind(world.store);
    world.store.commit = async (writes) => {
      const isSending = writes.some(
        (write) => 'put' in write && write.put === 'message' && write.row.send?.state === 'sending',
      );
      world.store.failing = isSending ? 'storage.io' : null;
      await commit(writes);
    };
    await world.agentSends('在', 'm1');
    await world.clock.advance(3_000);
    expect(world.connectors.sends).toHaveLength(0);
    world.store.commit = commit;
    world.store.failing = null;
    await world.clock.advance(5_000);
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('shows, tells and answers only after the commit, in that order', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const commits = world.holdCommits();
    const events: string[] = [];
    world.publisher.publish = () => events.push('shown');
    world.gateway.outboxGrew = () => events.push('told');
    void world.core
      .accept({ kind: 'platform.messages', shopId: SHOP, messages: [platformMessage()] })
      .then(() => events.push('answered'));
    await settled();
    expect(events).toEqual([]);
    commits.letGo();
    await settled();
    expect(events).toEqual(['shown', 'told', 'answered']);
  });

  it('takes what waits as one transaction, and writes each row of it once', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const before = world.store.commits.length;
    const facts = Array.from({ length: 200 }, () =>
      world.core.accept({
        kind: 'platform.messages',
        shopId: SHOP,
        messages: [platformMessage()],
      }),
    );
    await Promise.all(facts);
    const commits = world.store.commits.slice(before);
    expect(commits).toHaveLength(1);
    const conversations = commits[0]?.filter(
      (write) => 'put' in write && write.put === 'conversation',
    );
    expect(conversations).toHaveLength(1);
    expect(world.conversation().unread).toBe(200);
  });

  it('[ST5] a database that cannot be read is asked again, and the facts wait', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const lookUp = world.store.lookUp.bind(world.store);
    world.store.lookUp = () => Promise.reject(new Error('gone'));
    const taken = world.hear(platformMessage());
    await settled();
    expect(world.core.replica().storage).toMatchObject({
      phase: 'failing',
      reason: 'storage.failed',
    });
    world.store.lookUp = lookUp;
    await world.clock.advance(5_000);
    await taken;
    expect(await world.timeline()).toHaveLength(1);
    expect(world.core.replica().storage.phase).toBe('ok');
  });

  it('[ST6] a draft is durable when the call answers, and an equal one is not written again', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage());
    const save = world.core.handlers['conversations.saveDraft'];
    const draft = {
      ...REF,
      draft: '亲,',
      typedUpon: { windowId: 'w', revision: 0 },
      typedAgoMs: 0,
    };
    await save(draft);
    const commits = world.store.commits.length;
    await save(draft);
    expect(world.store.commits).toHaveLength(commits);
    const again = await world.restart();
    expect(again.conversation().draft).toBe('亲,');
  });

  it('stop writes what came in and answers within 2 s even when it cannot be written', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const taken = world.core.accept({
      kind: 'platform.messages',
      shopId: SHOP,
      messages: [platformMessage()],
    });
    await world.core.stop();
    await taken;
    expect(world.store.tables.messages.size).toBe(1);
    const stuck = await TestCore.open();
    stuck.store.failing = 'storage.full';
    void stuck.core.accept({ kind: 'gateway.outage', outage: { from: 1, to: null } });
    const stopped = stuck.core.stop();
    await stuck.clock.advance(2_000);
    await stopped;
    await stuck.clock.advance(60_000);
    expect(stuck.clock.pendingTimers).toBe(0);
  });

  it('a replica made after a restart equals the one before it, but for what is about the moment', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage({ sentAt: world.clock.now(), buyerName: '小明' }));
    await world.agentSends('在', 'm1');
    await world.core.handlers['conversations.setStarred']({ ...REF, starred: true });
    const before = world.core.replica();
    const again = await world.restart({ isStarted: false });
    const after = again.core.replica();
    expect(after.conversations).toEqual(before.conversations);
    expect(after.settings).toEqual(before.settings);
    expect(after.gateway.pendingFrames).toBe(before.gateway.pendingFrames);
    expect(again.store).toBeInstanceOf(WatchedStore);
  });
});
