import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../host/machine/system-clock.ts';
import { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { MAX_REQUEST_BYTES } from '../ipc/guard.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { NOT_ADMITTED_CODE } from '#shared/ipc/admission.ts';
import { ok } from '#shared/model/result.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';
import { TransportServer } from './transport-server.ts';
import { PageServer } from './http-server.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

/** A clock whose timers run when the test says so. */
const handClock = () => {
  const timers = new Set<() => void>();
  return {
    setTimer: (_ms: number, run: () => void) => {
      timers.add(run);
      return () => timers.delete(run);
    },
    runAll: () => {
      const due = [...timers];
      timers.clear();
      for (const run of due) run();
    },
  };
};

let server: PageServer;
let transport: TransportServer;
let publisher: DeltaPublisher;
let clock: ReturnType<typeof handClock>;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  server = await PageServer.open(0, { platform: 'linux', clock: systemClock, log: SILENT });
  publisher = new DeltaPublisher({ clock: systemClock, epoch: 'e' });
  clock = handClock();
  const handlers = {
    'gateway.reconnectNow': () => ok(null),
    'gateway.loadQuarantine': () =>
      ok([{ at: 1, reason: { kind: 'older', about: 'r' }, bytes: 2, preview: '多' }]),
  } as unknown as CallHandlers;
  transport = new TransportServer({
    pages: server,
    handlers,
    publisher,
    clock,
    log: SILENT,
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  transport.stop();
  await server.close();
});

const own = (): Record<string, string> => ({
  host: server.gate.host,
  origin: `http://${server.gate.host}`,
});

const dial = (headers = own(), target = '/ipc', autoPong = true): WebSocket => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${target}`, { headers, autoPong });
  sockets.push(socket);
  return socket;
};

const pageToken = (): string => server.access.admit(server.access.issueKey(1_000))?.token ?? '';

/** A page that has been admitted and welcomed. */
const openPage = async (autoPong = true): Promise<WebSocket> => {
  const socket = dial(own(), '/ipc', autoPong);
  await once(socket, 'open');
  socket.send(JSON.stringify({ token: pageToken() }));
  await once(socket, 'message');
  return socket;
};

const refusalOf = async (socket: WebSocket): Promise<string> => {
  const [error] = (await once(socket, 'error')) as [Error];
  return error.message;
};

const nextText = async (socket: WebSocket): Promise<unknown> => {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString()) as unknown;
};

describe('the transport of the browser host', () => {
  it('[SE3] opens only for the right Origin and Host', async () => {
    const { host, origin } = own();
    const port = server.port;
    const refused: Record<string, string>[] = [
      {},
      { host: host ?? '' },
      { ...own(), origin: 'null' },
      { ...own(), origin: 'http://evil.example' },
      { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` },
      { host: `localhost:${port}`, origin: origin ?? '' },
      { host: `evil.example:${port}`, origin: `http://evil.example:${port}` },
    ];
    for (const headers of refused) expect(await refusalOf(dial(headers))).toContain('403');
    expect(await refusalOf(dial(own(), '/ipc?token=x'))).toContain('404');
  });

  it('[SE3] says nothing to a line before its first frame has brought the token', async () => {
    const heard: unknown[] = [];
    const firstFrames = [
      '{}',
      'nonsense',
      JSON.stringify({ token: 'x' }),
      JSON.stringify({ token: server.access.admit(server.access.issueKey(1_000))?.ticket }),
      JSON.stringify({ id: 1, name: 'gateway.loadQuarantine', input: {} }),
      Buffer.from(JSON.stringify({ token: pageToken() })),
      JSON.stringify({ token: pageToken(), more: 'x'.repeat(2_000) }),
    ];
    for (const frame of firstFrames) {
      const socket = dial();
      socket.on('message', (data) => heard.push(data));
      await once(socket, 'open');
      publisher.publish({ removedShops: [] });
      socket.send(frame);
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(NOT_ADMITTED_CODE);
    }
    const silent = dial();
    silent.on('message', (data) => heard.push(data));
    await once(silent, 'open');
    const ended = once(silent, 'close');
    clock.runAll();
    await ended;
    expect(heard).toEqual([]);
  });

  it('answers calls by their number', async () => {
    const page = await openPage();
    page.send(JSON.stringify({ id: 7, name: 'gateway.loadQuarantine', input: {} }));
    expect(await nextText(page)).toEqual({
      id: 7,
      result: {
        ok: true,
        value: [{ at: 1, reason: { kind: 'older', about: 'r' }, bytes: 2, preview: '多' }],
      },
    });
    page.send(JSON.stringify({ id: 8, name: 'no.such', input: {} }));
    expect(await nextText(page)).toMatchObject({
      id: 8,
      result: { ok: false, error: { kind: 'ipc.invalidInput' } },
    });
  });

  it.each([
    ['360,000 Chinese characters', '多'.repeat(360_000)],
    ['as many control characters as the guard lets pass', '\u0001'.repeat(1024 * 1024 - 256)],
  ])('[CV13] refuses a draft that is too long and keeps the line: %s', async (_what, draft) => {
    const page = await openPage();
    const typedUpon = { windowId: 'w', revision: 0 };
    const input = { shopId: 'a', buyerPin: 'pin', draft, typedUpon, typedAgoMs: 0 };
    page.send(JSON.stringify({ id: 7, name: 'conversations.saveDraft', input }));
    expect(await nextText(page)).toMatchObject({
      id: 7,
      result: { ok: false, error: { kind: 'ipc.invalidInput', detail: 'draft: too_big' } },
    });
    expect(page.readyState).toBe(WebSocket.OPEN);
  });

  it('tells every page of a change', async () => {
    const pages = [await openPage(), await openPage()];
    const heard = Promise.all(pages.map(nextText));
    publisher.publish({ removedShops: [] });
    expect(await heard).toEqual(
      pages.map(() => ({
        event: 'sync.delta',
        payload: { cursor: { epoch: 'e', seq: 1 }, delta: { removedShops: [] } },
      })),
    );
  });

  it.each([
    ['no JSON', 'nonsense', 4400],
    ['no request', '{"id":-1,"name":"x"}', 4400],
    ['binary', Buffer.from('{}'), 4400],
    ['too large', 'x'.repeat(MAX_REQUEST_BYTES + 1), 1009],
  ])('[SE2] closes a line that sends what is no request: %s', async (_what, data, code) => {
    const page = await openPage();
    page.send(data);
    const [closed] = (await once(page, 'close')) as [number];
    expect(closed).toBe(code);
  });

  it('lets a page go that no longer answers, and keeps one that does', async () => {
    const alive = await openPage();
    const dead = await openPage(false);
    const answered = once(alive, 'ping');
    clock.runAll();
    await answered;
    // The pong is in front of this request on the line, so its reply proves that it was heard.
    alive.send(JSON.stringify({ id: 1, name: 'gateway.reconnectNow', input: {} }));
    await nextText(alive);
    const ended = once(dead, 'close');
    clock.runAll();
    await ended;
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  it('lets a page go that reads too slowly, instead of keeping all it missed', async () => {
    const page = await openPage();
    page.pause();
    const ended = once(page, 'close');
    const text = 'x'.repeat(1024 * 1024);
    for (let n = 0; n < 80; n += 1) {
      const repair = { at: n, keptAs: text, keptRows: 0, lostRows: null };
      publisher.publish({ storage: { ...STORAGE_OK, waitingWrites: n, repair } });
      publisher.flush();
    }
    page.resume();
    const [code] = (await ended) as [number];
    expect(code).toBe(1006);
  });

  it('says goodbye when the program ends', async () => {
    const page = await openPage();
    const ended = once(page, 'close');
    transport.stop();
    await ended;
    expect(page.readyState).toBe(WebSocket.CLOSED);
  });
});
