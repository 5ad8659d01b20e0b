import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { openWebSocketTransport, type SocketLike } from './web-socket-transport.ts';

class FakeSocket implements SocketLike {
  readyState = 0;
  readonly sent: string[] = [];
  readonly #hear: Record<string, ((event: { readonly data: unknown }) => void)[]> = {};

  addEventListener(type: string, hear: (event: { readonly data: unknown }) => void): void {
    (this.#hear[type] ??= []).push(hear);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The line is up, and the host has welcomed the page. */
  enter(): void {
    this.fire('open');
    this.fire('message', '{"welcome":true}');
    this.sent.length = 0;
  }

  fire(type: 'open' | 'close' | 'message', data: unknown = null): void {
    this.readyState = type === 'close' ? 3 : 1;
    for (const hear of this.#hear[type] ?? []) hear({ data });
  }
}

const start = () => {
  const sockets: FakeSocket[] = [];
  const waits: { ms: number; run: () => void }[] = [];
  const transport = openWebSocketTransport({
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    admission: { token: 'secret', mediaKey: 'pictures', ticket: 'again' },
    later: (ms, run) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
    random: () => 1,
  });
  const states: string[] = [];
  transport.bridge.onTransport((state) => states.push(state));
  return { transport, sockets, waits, states };
};

const reply = (id: number, value: unknown): string =>
  JSON.stringify({ id, result: { ok: true, value } });
const ask = (transport: ReturnType<typeof start>['transport']) =>
  transport.bridge.call('shops.retry', { shopId: asShopId('1') });

describe('the WebSocket transport', () => {
  it('refuses a call at once while the line is not open', async () => {
    const { transport, sockets } = start();
    expect(await ask(transport)).toEqual({
      ok: false,
      error: { kind: 'ipc.disconnected', detail: '' },
    });
    expect(sockets[0]?.sent).toEqual([]);
  });

  it('[SE3] says its token first, and is open when the host has welcomed it', async () => {
    const { transport, sockets, states } = start();
    const [socket] = sockets;
    socket?.fire('open');
    expect(socket?.sent).toEqual(['{"token":"secret"}']);
    socket?.fire('message', 'nonsense');
    socket?.fire('message', '{"event":"sync.delta","payload":{}}');
    expect(await ask(transport)).toMatchObject({ ok: false, error: { kind: 'ipc.disconnected' } });
    expect(states).toEqual(['closed']);
    socket?.fire('message', '{"welcome":true}');
    expect(states).toEqual(['closed', 'open']);
    expect(transport.mediaKey).toBe('pictures');
  });

  it('matches replies to calls by id, in any order', async () => {
    const { transport, sockets } = start();
    sockets[0]?.enter();
    const first = transport.bridge.call('gateway.loadQuarantine', {});
    const second = transport.bridge.call('gateway.loadQuarantine', {});
    sockets[0]?.fire('message', reply(1, ['b']));
    sockets[0]?.fire('message', reply(0, ['a']));
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: ['a'] },
      { ok: true, value: ['b'] },
    ]);
  });

  it('refuses what is pending when the line drops, and says so once', async () => {
    const { transport, sockets, states } = start();
    sockets[0]?.enter();
    const pending = ask(transport);
    sockets[0]?.fire('close');
    expect(await pending).toMatchObject({ ok: false, error: { kind: 'ipc.disconnected' } });
    expect(states).toEqual(['closed', 'open', 'closed']);
  });

  it('tries again later and later, and at once when asked', () => {
    const { transport, sockets, waits } = start();
    const drop = (): number | undefined => {
      sockets.at(-1)?.fire('close');
      return waits.at(-1)?.ms;
    };
    const delays = Array.from({ length: 7 }, () => {
      const ms = drop();
      waits.pop()?.run();
      return ms;
    });
    expect(delays).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    drop();
    const before = sockets.length;
    transport.retryNow();
    expect(sockets).toHaveLength(before + 1);
    expect(waits).toHaveLength(0);
    transport.retryNow();
    expect(sockets).toHaveLength(before + 1);
  });

  it('a late word of an older socket touches nothing', () => {
    const { sockets, waits, states } = start();
    sockets[0]?.fire('close');
    waits.pop()?.run();
    sockets[1]?.enter();
    sockets[0]?.fire('close');
    expect(states).toEqual(['closed', 'open']);
    expect(waits).toHaveLength(0);
  });

  it('hands events to their listeners and drops what it cannot read', () => {
    const { transport, sockets } = start();
    const heard: unknown[] = [];
    const undo = transport.bridge.on('window.openConversation', (payload) => heard.push(payload));
    sockets[0]?.enter();
    for (const text of ['', 'not json', '[]', '{"event":"other","payload":{}}', '{"id":"x"}']) {
      sockets[0]?.fire('message', text);
    }
    const event = JSON.stringify({ event: 'window.openConversation', payload: { key: 'k' } });
    sockets[0]?.fire('message', event);
    undo();
    sockets[0]?.fire('message', event);
    expect(heard).toEqual([{ key: 'k' }]);
  });

  it('stays closed once closed', () => {
    const { transport, sockets, waits } = start();
    transport.close();
    sockets[0]?.fire('close');
    transport.retryNow();
    expect(sockets).toHaveLength(1);
    expect(waits).toHaveLength(0);
  });
});
