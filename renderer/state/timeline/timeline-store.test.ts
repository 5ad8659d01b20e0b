import { describe, expect, it } from 'vitest';
import { asBuyerPin, asShopId, conversationKey } from '#shared/model/ids.ts';
import { refuse } from '#shared/model/result.ts';
import { Timelines } from './timeline-store.ts';
import { aMessage, FakeBridge } from '../testing/records.ts';

const REF = { shopId: asShopId('shop-1'), buyerPin: asBuyerPin('buyer') };
const KEY = conversationKey(REF);

const open = () => {
  const bridge = new FakeBridge();
  const timelines = new Timelines(bridge);
  timelines.open(REF);
  const window = () => timelines.store.getState()[KEY];
  const ids = () => window()?.messages.map((message) => message.messageId);
  return { bridge, timelines, window, ids };
};
const page = (ids: readonly number[], hasOlder = false) => ({
  messages: ids.map((id) => aMessage(String(id), id)),
  hasOlder,
});

describe('the messages in memory', () => {
  it('loads the newest page once, however often it is looked at', async () => {
    const { bridge, timelines, window, ids } = open();
    timelines.open(REF);
    expect(bridge.asked).toHaveLength(1);
    expect(window()?.phase).toBe('loading');
    await bridge.answer(page([1, 2]));
    expect(window()?.phase).toBe('ready');
    expect(ids()).toEqual(['1', '2']);
  });

  it('[PF5] what was read ahead is there when it is opened, and is kept current until then', async () => {
    const bridge = new FakeBridge();
    const timelines = new Timelines(bridge);
    timelines.prepare(REF);
    timelines.prepare(REF);
    expect(bridge.asked).toHaveLength(1);
    await bridge.answer(page([1]));
    timelines.applyDelta({ messages: [aMessage('2', 2)] });
    timelines.open(REF);
    expect(bridge.asked).toEqual([]);
    expect(timelines.store.getState()[KEY]?.messages).toHaveLength(2);
  });

  it('[PF1] of what was read ahead only the last few stay, and none over a new snapshot', () => {
    const { bridge, timelines } = open();
    for (let pin = 0; pin < 20; pin += 1)
      timelines.prepare({ ...REF, buyerPin: asBuyerPin(`ahead-${pin}`) });
    expect(Object.keys(timelines.store.getState())).toHaveLength(9);
    bridge.asked.length = 0;
    timelines.reload();
    expect(Object.keys(timelines.store.getState())).toEqual([KEY]);
    expect(bridge.asked).toHaveLength(1);
  });

  it('what could not be read ahead is asked for again when it is opened', async () => {
    const bridge = new FakeBridge();
    const timelines = new Timelines(bridge);
    timelines.prepare(REF);
    await bridge.answerResult(refuse('storage.unavailable', 'storage.busy'));
    timelines.open(REF);
    expect(bridge.asked).toHaveLength(1);
  });

  it('what a delta brings while the page is under way is newer than the page', async () => {
    const { bridge, timelines, window } = open();
    timelines.applyDelta({ messages: [aMessage('2', 2, { content: 'sent' })] });
    await bridge.answer({
      messages: [aMessage('1', 1), aMessage('2', 2, { content: 'queued' })],
      hasOlder: false,
    });
    expect(window()?.messages.map((message) => message.content)).toEqual(['1', 'sent']);
  });

  it('does not grow with the day: the oldest go while the newest are looked at, and can be loaded again', async () => {
    const { bridge, timelines, window, ids } = open();
    await bridge.answer(page([1]));
    const flood = Array.from({ length: 500 }, (_, index) => aMessage(`${index + 2}`, index + 2));
    timelines.applyDelta({ messages: flood });
    // Someone may be reading them: they stay until the reader is at the end.
    expect(ids()).toHaveLength(501);
    timelines.dropOldest(REF);
    expect(ids()).toEqual(flood.slice(-200).map(({ messageId }) => messageId));
    expect(window()?.hasOlder).toBe(true);
    timelines.open({ ...REF, buyerPin: asBuyerPin('other') });
    timelines.applyDelta({ messages: flood.map((_, at) => aMessage(`b${at}`, at + 600)) });
    expect(ids()).toHaveLength(200);
    expect(ids()?.at(-1)).toBe('b499');
  });

  it('[CV9] a late message is put in its place, a changed one stays in its own', async () => {
    const { bridge, timelines, ids, window } = open();
    await bridge.answer(page([10, 30]));
    timelines.applyDelta({ messages: [aMessage('20', 20)] });
    timelines.applyDelta({ messages: [aMessage('10', 10, { content: 'changed' })] });
    expect(ids()).toEqual(['10', '20', '30']);
    expect(window()?.messages[0]?.content).toBe('changed');
  });

  it('a message older than the window waits for its page, so that no hole is shown', async () => {
    const { bridge, timelines, ids } = open();
    await bridge.answer(page([10, 30], true));
    timelines.applyDelta({ messages: [aMessage('5', 5)] });
    expect(ids()).toEqual(['10', '30']);
    const older = timelines.loadOlder(REF);
    expect(bridge.asked[0]?.input).toMatchObject({ before: { orderAt: 10, arrival: 10 } });
    await bridge.answer(page([5, 8]));
    await older;
    expect(ids()).toEqual(['5', '8', '10', '30']);
  });

  it('[PF3] around a place of the past, pages join on both sides and what is written now is only counted', async () => {
    const { bridge, timelines, window, ids } = open();
    await bridge.answer(page([90, 99], true));
    const opening = timelines.openAt(REF, { orderAt: 50, arrival: 50 });
    expect(bridge.asked[0]?.input).toMatchObject({ around: { orderAt: 50, arrival: 50 } });
    // Another page is not asked for beside it, and what comes meanwhile is newer than the page.
    timelines.applyDelta({ messages: [aMessage('50', 50, { content: 'changed' })] });
    timelines.applyDelta({ messages: [aMessage('100', 100)] });
    await bridge.answer({ ...page([49, 50, 51], true), hasNewer: true });
    await opening;
    expect(ids()).toEqual(['49', '50', '51']);
    expect(window()?.messages[1]?.content).toBe('changed');
    expect(window()?.missed.count).toBe(1);

    timelines.applyDelta({ messages: [aMessage('101', 101)] });
    timelines.applyDelta({ messages: [aMessage('101', 101, { content: 'changed' })] });
    expect(ids()).toEqual(['49', '50', '51']);
    expect(window()?.missed).toEqual({ count: 2, upTo: 101, hasOwn: false });
    timelines.applyDelta({ messages: [aMessage('102', 102, { origin: 'agent' })] });
    expect(window()?.missed).toEqual({ count: 2, upTo: 102, hasOwn: true });

    const newer = timelines.loadNewer(REF);
    expect(bridge.asked[0]?.input).toMatchObject({ after: { orderAt: 51, arrival: 51 } });
    // Read before it was written: it follows the page, which is the last one.
    timelines.applyDelta({ messages: [aMessage('103', 103)] });
    await bridge.answer({
      messages: [aMessage('101', 101), aMessage('102', 102)],
      hasNewer: false,
    });
    await newer;
    expect(ids()).toEqual(['49', '50', '51', '101', '102', '103']);
    expect(window()).toMatchObject({ hasOlder: true, hasNewer: false, missed: { count: 0 } });
    timelines.applyDelta({ messages: [aMessage('104', 104)] });
    expect(ids()?.at(-1)).toBe('104');
  });

  it('[PF3] a place that is here already is not loaded, and opening as ever leads from the past to the end', async () => {
    const { bridge, timelines, window, ids } = open();
    await bridge.answer(page([8, 9], true));
    await timelines.openAt(REF, { orderAt: 8, arrival: 8 });
    expect(bridge.asked).toHaveLength(0);
    const opening = timelines.openAt(REF, { orderAt: 3, arrival: 3 });
    await bridge.answer({ ...page([3], true), hasNewer: true });
    await opening;
    timelines.open(REF);
    expect(ids()).toEqual(['3']);
    await bridge.answer(page([8, 9], true));
    expect(ids()).toEqual(['8', '9']);
    expect(window()).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it('a new snapshot leaves the reader in the past, and never joins pages over a hole', async () => {
    const { bridge, timelines, ids } = open();
    await bridge.answer(page([1, 2]));
    timelines.reload();
    await bridge.answer(page([80, 81], true));
    expect(ids()).toEqual(['80', '81']);
    const opening = timelines.openAt(REF, { orderAt: 3, arrival: 3 });
    await bridge.answer({ ...page([3, 4, 5], true), hasNewer: true });
    await opening;
    timelines.reload();
    expect(bridge.asked[0]?.input).toMatchObject({ around: { orderAt: 4, arrival: 4 } });
  });

  it('a message of another conversation changes nothing here', async () => {
    const { bridge, timelines, window } = open();
    await bridge.answer(page([1]));
    const before = window();
    timelines.applyDelta({ messages: [aMessage('x', 2, { buyerPin: asBuyerPin('other') })] });
    expect(window()).toBe(before);
  });

  it('a refused page can be asked for again', async () => {
    const { bridge, timelines, window, ids } = open();
    await bridge.answerResult(refuse('storage.unavailable'));
    expect(window()?.phase).toBe('failed');
    timelines.retry(REF);
    await bridge.answer(page([1]));
    expect(ids()).toEqual(['1']);
  });

  it('after a new snapshot what is shown stays until the page is here again', async () => {
    const { bridge, timelines, ids } = open();
    await bridge.answer(page([1]));
    timelines.reload();
    expect(ids()).toEqual(['1']);
    await bridge.answer(page([1, 2]));
    expect(ids()).toEqual(['1', '2']);
  });
});
