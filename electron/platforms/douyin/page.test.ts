import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PageScript } from '../adapter/adapter.ts';
import { scriptSource } from '../session/page-script.ts';
import { douyinManifest } from './manifest.ts';
import { douyinPage } from './page.ts';

type Listener = (value: unknown) => void;
const stream = () => {
  const listeners = new Set<Listener>();
  return {
    listeners,
    subscribe: (hear: Listener) => {
      listeners.add(hear);
      return { unsubscribe: () => listeners.delete(hear) };
    },
    next: (value: unknown) => {
      for (const hear of listeners) hear(value);
    },
  };
};

const KEY = '9007199254740993';
const message = (serverId: string, key = KEY) => ({
  serverId,
  conversationId: `b:1:${key}::2:1:pigeon`,
  content: 'hi',
  createdAt: 1,
  ext: { type: 'text', 's:sender_biz_role': '1', secret: 'not copied' },
});

/** A bare context: what the script needs beyond these it would have to bring itself. */
const install = (parts: { readonly hasIm?: boolean } = {}) => {
  const asked: string[] = [];
  const sent: unknown[][] = [];
  const im = {
    sendText: (...given: unknown[]) => {
      sent.push(given);
      return Promise.resolve(message('77'));
    },
    sendImage: () => Promise.reject(new Error('no network')),
    _message$: stream(),
    _messageUpsert$: stream(),
    _batchUpsert$: stream(),
    pigeonIM: { transferConversation: () => Promise.resolve({ code: 0n }) },
  };
  let hearKick: Listener = () => {};
  const world: Record<string, unknown> = {
    location: { protocol: 'https:', host: 'im.jinritemai.com' },
    document: { getElementById: () => null, querySelector: () => null, documentElement: {} },
    MutationObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    addEventListener: (_name: string, hear: Listener) => (hearKick = hear),
    removeEventListener: () => {},
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
    fetch: (url: string) => {
      asked.push(url);
      const text = `{"code":0,"data":{"ShopId":${KEY},"ShopName":"x"}}`;
      return Promise.resolve({ status: 200, url, text: () => Promise.resolve(text) });
    },
  };
  if (parts.hasIm !== false) world['__PLATFORM_VARIABLES_IN_BENCH__'] = { extra: { im } };
  const script = runInNewContext(scriptSource(douyinPage), world) as PageScript;
  return { script, im, asked, sent, kick: (detail: unknown) => hearKick({ detail }) };
};

describe('the page script of 抖音', () => {
  it('stands by its source text alone, and finds what the manifest expects', () => {
    const { script } = install();
    const shape = script.shape();
    expect(douyinManifest.expectedShapes.filter((name) => shape[name] !== true)).toEqual([]);
  });

  it('[PL2] says what is missing', () => {
    expect(install({ hasIm: false }).script.shape()).toMatchObject({ im: false, sendText: false });
  });

  it('[PL6] keeps events until they are acknowledged', async () => {
    const { script, im } = install();
    await script.identity();
    const first = script.drain(0, 1000);
    im._message$.next(message('1'));
    im._batchUpsert$.next([message('2')]);
    expect((await first).events.map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await script.drain(0, 0)).events).toHaveLength(2);
    expect((await script.drain(1, 0)).events).toMatchObject([
      { seq: 2, kind: 'message', payload: { serverId: '2', ext: { type: 'text' } } },
    ]);
    expect((await script.drain(2, 1)).events).toEqual([]);
    expect(JSON.stringify(await script.drain(0, 0))).not.toContain('not copied');
  });

  it('[PL5] a message of another shop is marked as foreign', async () => {
    const { script, im } = install();
    await script.identity();
    void script.drain(0, 0);
    im._message$.next(message('1', '42'));
    expect((await script.drain(0, 0)).events).toMatchObject([{ kind: 'foreign' }]);
  });

  it('[SE8] keeps no more than it may, and says how much it dropped', async () => {
    const { script, im } = install();
    void script.drain(0, 0);
    for (let count = 0; count < 2_100; count++) im._message$.next(message(`${count}`));
    const { events, dropped } = await script.drain(0, 0);
    expect(dropped).toBe(100);
    expect(events).toHaveLength(200);
    expect(events[0]?.seq).toBe(101);
  });

  it('asks on the api host of the site', async () => {
    const { script, asked } = install();
    await script.identity();
    expect(asked).toEqual(['https://pigeon.jinritemai.com/backstage/currentuser?biz_type=4']);
  });

  it('[PL5] writes nothing before the shop is known, then to its own conversations', async () => {
    const { script, sent } = install();
    const parameters = { buyerPin: 'b:1', type: 'text', content: 'x' };
    expect(await script.invoke('send', parameters)).toMatchObject({ kind: 'notWritten' });
    await script.identity();
    expect(await script.invoke('send', parameters)).toMatchObject({ kind: 'resolved' });
    expect(sent).toEqual([[`b:1:${KEY}::2:1:pigeon`, 'x']]);
    expect(await script.invoke('send', { ...parameters, type: 'image' })).toEqual({
      kind: 'threw',
      text: 'no network',
    });
  });

  it('[PL7] hears the kick, and nothing after it was disposed', async () => {
    const { script, im, kick } = install();
    void script.drain(0, 0);
    kick({ reason: '别处登录', by: '主管' });
    expect((await script.drain(0, 0)).events).toMatchObject([
      { kind: 'kicked', payload: { reason: '别处登录', by: '主管' } },
    ]);
    script.dispose();
    expect(im._message$.listeners.size).toBe(0);
  });
});
