import { beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../host/machine/system-clock.ts';
import { DeltaPublisher } from '../ipc/delta-publisher.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok } from '#shared/model/result.ts';
import { openIpcTransport } from './ipc-transport.ts';

type Listener = (event: unknown, ...words: unknown[]) => unknown;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: unknown) => channels.set(channel, listener),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const SILENT = { info: () => undefined, warn: () => undefined };

const start = () => {
  const mainFrame = { parent: null, origin: 'app://duodian' };
  const sent: unknown[][] = [];
  const webContents = { mainFrame, send: (...words: unknown[]) => sent.push(words) };
  const window = { webContents, isDestroyed: () => false };
  const publisher = new DeltaPublisher({ clock: systemClock, epoch: 'e' });
  const calls: unknown[] = [];
  const handlers = {
    'shops.retry': (input: unknown) => {
      calls.push(input);
      return ok(null);
    },
  } as unknown as CallHandlers;
  const undo = openIpcTransport(window as never, { handlers, publisher, log: SILENT });
  const call = channels.get('duodian:call') as Listener;
  return { mainFrame, webContents, publisher, calls, sent, undo, call };
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
    const { publisher, sent, undo } = start();
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
    undo();
    publisher.publish({ removedShops: [] });
    publisher.flush();
    expect(sent).toHaveLength(1);
    expect(channels.size).toBe(0);
  });
});
