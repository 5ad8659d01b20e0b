import { expect, it } from 'vitest';
import { ScriptedPage } from '../testing/scripted-pages.ts';
import { OVERSIZED_EVENT } from './page-session.ts';
import { PageSockets } from './page-sockets.ts';
import { simulatedSites } from './site-map.ts';

const start = () => {
  const page = new ScriptedPage(
    () => ({}),
    (url) => url,
  );
  const sites = simulatedSites('http://127.0.0.1:4100');
  const sockets = new PageSockets(page, sites, [/^wss:\/\/im\.jd\.com\/chat/u]);
  const open = (requestId: string, url: string): void =>
    page.tell('Network.webSocketCreated', { requestId, url });
  const receive = (requestId: string, payloadData: string, opcode = 1): void =>
    page.tell('Network.webSocketFrameReceived', { requestId, response: { opcode, payloadData } });
  return { page, sockets, open, receive };
};
const never = new AbortController().signal;

it('[PL6] keeps what a known socket received until it is acknowledged', async () => {
  const { sockets, open, receive } = start();
  open('1', 'ws://im.jd.com.localhost:4100/chat?x=1');
  open('2', 'wss://tracker.example.com/');
  receive('2', 'not ours');
  receive('1', '{"a":1}');
  receive('1', 'AAEC', 2);
  receive('1', '', 9);
  const first = await sockets.next(never);
  expect(first.frames).toEqual([
    { url: 'wss://im.jd.com/chat?x=1', data: '{"a":1}', isBinary: false },
    { url: 'wss://im.jd.com/chat?x=1', data: 'AAEC', isBinary: true },
  ]);
  receive('1', 'later');
  expect((await sockets.next(never)).frames).toHaveLength(3);
  sockets.acknowledge(first.frames);
  expect((await sockets.next(never)).frames.map(({ data }) => data)).toEqual(['later']);
});

it('[PL6] of too many the oldest goes and is counted', async () => {
  const { sockets, open, receive } = start();
  open('1', 'wss://im.jd.com/chat');
  for (let index = 0; index < 2_003; index += 1) receive('1', String(index));
  const first = await sockets.next(never);
  expect([first.frames[0]?.data, first.dropped]).toEqual(['3', 3]);
  const got: string[] = [];
  for (let portion = first.frames; got.length < 2_000;) {
    expect(portion).toHaveLength(200);
    got.push(...portion.map(({ data }) => data));
    sockets.acknowledge(portion);
    if (got.length < 2_000) portion = (await sockets.next(never)).frames;
  }
  expect([got[0], got.at(-1)]).toEqual(['3', '2002']);
  const waiting = sockets.next(never);
  receive('1', 'x'.repeat(1024 * 1024 + 1));
  expect(await waiting).toEqual({ frames: [], dropped: 1 });
});

it('[SE8] large frames come one by one, no more of them are kept than fit, and one that was not carried is counted', async () => {
  const { page, sockets, open, receive } = start();
  page.tell('Network.webSocketFrameReceived', OVERSIZED_EVENT);
  open('1', 'wss://im.jd.com/chat');
  for (let index = 0; index < 30; index += 1) receive('1', String(index).padEnd(1000 * 1024));
  page.tell('Network.webSocketFrameReceived', OVERSIZED_EVENT);
  const { frames, dropped } = await sockets.next(never);
  expect(frames.map(({ data }) => data.trim())).toEqual(['14']);
  expect(dropped).toBe(14 + 1);
});

it('[PL5] [PL6] a new document begins with nothing of the last one, a frame in it changes nothing', async () => {
  const { page, sockets, open, receive } = start();
  open('1', 'wss://im.jd.com/chat');
  receive('1', 'last shop');
  page.tell('Page.frameNavigated', { frame: { id: 'main', url: 'https://dongdong.jd.com/' } });
  open('2', 'wss://im.jd.com/chat');
  receive('2', 'early');
  page.tell('Page.frameNavigated', {
    frame: { id: 'inner', parentId: 'main', url: 'about:blank' },
  });
  receive('2', 'late');
  expect((await sockets.next(never)).frames.map(({ data }) => data)).toEqual(['early', 'late']);
});

it('stops waiting when it is told to', async () => {
  const { sockets } = start();
  const stop = new AbortController();
  const waiting = sockets.next(stop.signal);
  stop.abort();
  expect((await waiting).frames).toEqual([]);
});
