import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PageScript } from '../adapter/adapter.ts';
import { scriptSource } from '../session/page-script.ts';
import { pddManifest } from './manifest.ts';
import { pddPage } from './page.ts';

type Body = { readonly data: Readonly<Record<string, unknown>> } & Readonly<
  Record<string, unknown>
>;
type Asked = { readonly path: string; readonly body: Body };

const KEY = '9007199254740993';
const rowOf = (uid: string, last: string) => ({ msg_id: last, user_info: { uid } });

/** A bare context: what the script needs beyond these it would have to bring itself. */
const install = (answers: Readonly<Record<string, unknown>> = {}, hasClient = true) => {
  const asked: Asked[] = [];
  const fetched: { readonly url: string; readonly body: unknown }[] = [];
  const world: Record<string, unknown> = {
    document: { getElementById: () => null, querySelector: () => null, documentElement: {} },
    MutationObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
    fetch: (url: string, { body }: { body: string }) => {
      fetched.push({ url, body: JSON.parse(body) as unknown });
      const text = url.includes('userinfo')
        ? `{"success":true,"result":{"id":1,"mall_id":${KEY},"username":"x"}}`
        : '{"result":{"mallName":"星河"},"url":"https://img.example/1.png"}';
      return Promise.resolve({ status: 200, url, text: () => Promise.resolve(text) });
    },
  };
  const post = (path: string, body: Body): Promise<unknown> => {
    asked.push({ path, body });
    const answer = answers[path];
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ status: 200, data: answer ?? { success: true } });
  };
  if (hasClient) world['__MMS_HTTP__'] = { post };
  const script = runInNewContext(scriptSource(pddPage), world) as PageScript;
  return { script, asked, fetched };
};
const send = (script: PageScript, type: string, content: string): Promise<unknown> =>
  script.invoke('send', { buyerPin: 'b:1', type, content });

describe('the page script of 拼多多', () => {
  it('stands by its source text alone, and finds what the manifest expects', () => {
    const shape = install().script.shape();
    expect(pddManifest.expectedShapes.filter((name) => shape[name] !== true)).toEqual([]);
    expect(install({}, false).script.shape()).toEqual({ httpClient: false, httpPost: false });
  });

  it('asks who is logged in, and once what the mall is called', async () => {
    const { script, fetched } = install();
    expect(await script.identity()).toMatchObject({ mallName: '星河', overlay: false });
    await script.identity();
    expect(fetched.map(({ url }) => url)).toEqual([
      '/janus/api/new/userinfo',
      '/earth/api/merchant/queryMerchantInfoByMallId',
      '/janus/api/new/userinfo',
    ]);
  });

  it('[PL5] writes nothing before the shop is known, then through the page’s own client', async () => {
    const { script, asked } = install();
    expect(await send(script, 'text', 'x')).toMatchObject({ kind: 'notWritten' });
    expect(asked).toEqual([]);
    await script.identity();
    expect(await send(script, 'text', 'x')).toMatchObject({ kind: 'resolved' });
    await send(script, 'image', 'https://img.example/1.png');
    expect(asked.map(({ body }) => body.data['message'])).toMatchObject([
      { to: { role: 'user', uid: 'b:1' }, from: { role: 'mall_cs' }, content: 'x', type: 0 },
      { content: 'https://img.example/1.png', type: 1 },
    ]);
    const [first, second] = asked.map(({ body }) => Number(body.data['request_id']));
    expect(second).toBeGreaterThan(first ?? 0);
  });

  it('[PL9] sends a card by the goods id of its link, and any other link as text', async () => {
    const { script, asked } = install();
    await script.identity();
    await send(
      script,
      'product_card',
      'https://mobile.yangkeduo.com/goods2.html?a=1&goods_id=77#x',
    );
    expect(asked).toMatchObject([
      { path: '/plateau/message/send/mallGoodsCard', body: { uid: 'b:1', goods_id: 77 } },
    ]);
    asked.length = 0;
    const others = [
      'https://mobile.yangkeduo.com/',
      'https://shop.example/x?goods_id=77',
      'https://mobile.yangkeduo.com/goods.html?goods_id=7a',
      'https://shop.example/yangkeduo.com/goods.html?goods_id=77',
    ];
    for (const link of others) await send(script, 'product_card', link);
    expect(asked.map(({ body }) => body.data['message'])).toMatchObject(
      others.map((content) => ({ content, type: 0 })),
    );
  });

  it('[CV3] keeps an answer that the client throws, and tells what nobody knows', async () => {
    const path = '/plateau/chat/send_message';
    const response = { status: 403, data: 'forbidden' };
    const refusing = install({ [path]: Object.assign(new Error('403'), { response }) });
    await refusing.script.identity();
    expect(await send(refusing.script, 'text', 'x')).toMatchObject({
      kind: 'resolved',
      message: { status: 403, text: 'forbidden' },
    });
    const broken = install({ [path]: new Error('no network') });
    await broken.script.identity();
    expect(await send(broken.script, 'text', 'x')).toEqual({ kind: 'threw', text: 'no network' });
  });

  it('[PL6] asks for the history of conversations that moved, the newest ten at once', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => rowOf(`b${index}`, '1'));
    const history = { success: true, result: { messages: [] } };
    const list: { success: boolean; result: { conversations: unknown[] } } = {
      success: true,
      result: { conversations: rows },
    };
    const { script, asked } = install({
      '/plateau/chat/latest_conversations': list,
      '/plateau/chat/list': history,
    });
    await script.identity();
    const buyersAsked = async (isLastTaken: boolean): Promise<readonly unknown[]> => {
      asked.length = 0;
      await script.invoke('poll', { isLastTaken });
      return asked
        .filter(({ path }) => path === '/plateau/chat/list')
        .map(({ body }) => (body.data['list'] as { with: { id: unknown } }).with.id);
    };
    expect(await buyersAsked(false)).toHaveLength(10);
    // What could not be kept is brought again.
    expect(await buyersAsked(false)).toHaveLength(10);
    expect(await buyersAsked(true)).toEqual(['b10', 'b11']);
    expect(await buyersAsked(true)).toEqual([]);
    list.result.conversations = [rowOf('b3', '2'), ...rows];
    expect(await buyersAsked(true)).toEqual(['b3']);
  });

  it('uploads with the permit that the platform gave', async () => {
    const permit = { upload_signature: 'sig', upload_url: 'https://file.pinduoduo.com/v3/x' };
    const { script, fetched } = install({
      '/plateau/file/pre_upload': { success: true, result: permit },
    });
    const file = { name: 'a.png', mimeType: 'image/png', base64: 'AAAA' };
    expect(await script.invoke('upload', file)).toMatchObject({ status: 200 });
    expect(fetched).toEqual([
      {
        url: 'https://file.pinduoduo.com/v3/x',
        body: { image: 'data:image/png;base64,AAAA', upload_sign: 'sig' },
      },
    ]);
  });

  it('[CV10] names a colleague as the platform does', async () => {
    const { script, asked } = install();
    expect(await script.invoke('transfer', {})).toMatchObject({ kind: 'notWritten' });
    await script.identity();
    await script.invoke('transfer', { buyerPin: 'b:1', staffId: '5', reason: '忙' });
    expect(asked[0]?.body.data['conversation']).toMatchObject({
      csid: `cs_${KEY}_5`,
      uid: 'b:1',
      remark: '忙',
    });
  });
});
