import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../host/machine/system-clock.ts';
import { DeltaPublisher } from '../ipc/delta-publisher.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok } from '#shared/model/result.ts';
import { IpcTransport } from './ipc-transport.ts';

type Listener = (event: unknown, ...words: unknown[]) => unknown;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: unknown) => channels.set(channel, listener),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const SILENT = { info: () => undefined, warn: () => undefined };

/** A window, and what its page was told. */
const aWindow = () => {
  const mainFrame = { parent: null, origin: 'app://duodian' };
  const sent: unknown[][] = [];
  const own = new EventEmitter();
  const webContents = Object.assign(new EventEmitter(), {
    mainFrame,
    send: (...words: unknown[]) => sent.push(words),
  });
  const window = Object.assign(own, { webContents, isDestroyed: () => false });
  return { window: window as never, own, mainFrame, webContents, sent };
};

const start = () => {
  const made = aWindow();
  const publisher = new DeltaPublisher({ clock: systemClock, epoch: 'e' });
  const calls: unknown[] = [];
  const handlers = {
    'sync.loadSnapshot': () => ok('everything'),
    'shops.retry': (input: unknown) => {
      calls.push(input);
      return ok(null);
    },
  } as unknown as CallHandlers;
  const transport = new IpcTransport({ handlers, publisher, log: SILENT });
  transport.serve(made.window);
  const call = channels.get('duodian:call') as Listener;
  return { ...made, publisher, calls, transport, call };
};

beforeEach(() => channels.clear());

describe('the transport of the desktop host', () => {
  it('[SE2] answers the main frame of its own window', async () => {
    const { call, webContents, mainFrame, calls } = start();
    const event = { sender: webContents, senderFrame: mainFrame };
    expect(await call(event, 'shops.retry', { shopId: 's' })).toEqual({ ok: true, value: null });
    expect(calls).toEqual([{ shopId: 's' }]);
  });

  it('[SE2] refuses every other frame, window, origin and name', async () => {
    const { call, webContents, mainFrame, calls } = start();
    const own = { sender: webContents, senderFrame: mainFrame };
    const foreign = { parent: null, origin: 'https://im.jinritemai.com' };
    const attempts: readonly [unknown, unknown][] = [
      [{ ...own, senderFrame: null }, 'shops.retry'],
      [{ ...own, senderFrame: { ...mainFrame } }, 'shops.retry'],
      [{ ...own, senderFrame: { parent: mainFrame, origin: 'app://duodian' } }, 'shops.retry'],
      [{ sender: { mainFrame: foreign }, senderFrame: foreign }, 'shops.retry'],
      [{ sender: {}, senderFrame: mainFrame }, 'shops.retry'],
      [own, 7],
      [own, 'no.such'],
    ];
    for (const [event, name] of attempts) {
      expect(await call(event, name, { shopId: 's' })).toMatchObject({ ok: false });
    }
    mainFrame.origin = 'https://evil.example';
    expect(await call(own, 'shops.retry', { shopId: 's' })).toMatchObject({ ok: false });
    expect(calls).toEqual([]);
  });

  it('tells its page of a change, and nothing after its undo', () => {
    const { publisher, sent, transport } = start();
    publisher.publish({ removedShops: [] });
    publisher.flush();
    expect(sent).toEqual([
      [
        'duodian:event',
        {
          event: 'sync.delta',
          payload: { cursor: { epoch: 'e', seq: 1 }, delta: { removedShops: [] } },
        },
      ],
    ]);
    transport.close();
    publisher.publish({ removedShops: [] });
    publisher.flush();
    expect(sent).toHaveLength(1);
    expect(channels.size).toBe(0);
  });

  it('serves several windows, each until it is closed', async () => {
    const { call, transport, publisher, calls, sent } = start();
    const other = aWindow();
    const ask = (): unknown =>
      call({ sender: other.webContents, senderFrame: other.mainFrame }, 'shops.retry', {
        shopId: 's',
      });
    expect(await ask()).toMatchObject({ ok: false });
    transport.serve(other.window);
    expect(await ask()).toMatchObject({ ok: true });
    publisher.publish({ removedShops: [] });
    publisher.flush();
    expect([sent.length, other.sent.length]).toEqual([1, 1]);
    other.own.emit('closed');
    expect(await ask()).toMatchObject({ ok: false });
    publisher.publish({ removedShops: [] });
    publisher.flush();
    expect([sent.length, other.sent.length, calls.length]).toEqual([2, 1, 1]);
  });

  it('shows something in one window when its page listens, and the last wish alone', async () => {
    const { call, transport, window, webContents, mainFrame, sent } = start();
    const message = (key: string) =>
      ({ event: 'window.openConversation', payload: { key } }) as never;
    const told = (): readonly unknown[] => sent.map(([, event]) => event);
    const load = async (): Promise<void> => {
      await call({ sender: webContents, senderFrame: mainFrame }, 'sync.loadSnapshot', {});
      await turn();
    };
    transport.show(window, message('a'));
    transport.show(window, message('b'));
    expect(told()).toEqual([]);
    await load();
    transport.show(window, message('c'));
    expect(told()).toEqual([message('b'), message('c')]);
    webContents.emit('did-navigate');
    transport.show(window, message('d'));
    expect(told()).toHaveLength(2);
    await load();
    expect(told()).toEqual([message('b'), message('c'), message('d')]);
  });
});
