import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayEndReason } from '#shared/model/gateway-status.ts';
import { ClientWorld, turns } from './client-world.ts';
import { until } from './line-world.ts';
import {
  acceptFor,
  closeFrame,
  RawServer,
  switching,
  wsFrame,
  type RawScript,
} from './raw-server.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const SUCCESS = wsFrame(1, '{"type":"success","content":"connected"}');
const GOOD = '{"type":"error","content":"good","store_id":"shop-a"}';

const open = async (script: RawScript) => {
  const server = await RawServer.open(script);
  const world = new ClientWorld(server.url);
  // The server goes first: a goodbye that it does not answer would be waited for.
  undo.push(
    () => world.client.stop(),
    () => server.close(),
  );
  return { server, world };
};

/** Every connection but the first is a good one. */
const goodFrom =
  (first: number, bad: RawScript): RawScript =>
  (socket, key, index) => {
    if (index < first) bad(socket, key, index);
    else socket.write(Buffer.concat([Buffer.from(switching(key)), SUCCESS, wsFrame(1, GOOD)]));
  };

/** Passes until the first connection is over, and answers why. */
const endOfFirst = async (world: ClientWorld): Promise<GatewayEndReason | null> => {
  await until(() => {
    world.clock.advance(100);
    return world.sink.of('gateway.status').some(({ status }) => status.phase === 'disconnected');
  }, 'the first connection ends');
  const ended = world.sink
    .of('gateway.status')
    .find(({ status }) => status.phase === 'disconnected');
  return ended?.status.reason ?? null;
};

const expectGoodAgain = async (world: ClientWorld): Promise<void> => {
  await until(() => {
    world.clock.advance(10);
    return world.sink.of('gateway.frame').length > 0;
  }, 'the next good frame arrives');
  expect(world.sink.of('gateway.frame').map(({ frame }) => frame.content)).toEqual(['good']);
  expect(world.sink.status).toMatchObject({ phase: 'connected', reason: null });
};

const bytes = (...parts: readonly (number | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)));
const many = (count: number, frame: Buffer): Buffer => Buffer.alloc(count * frame.length, frame);

const MIB = 1024 * 1024;
/** What follows a correct handshake and `success`, and how the line is expected to end. */
const BAD: Readonly<Record<string, readonly [GatewayEndReason, Buffer]>> = {
  'a reserved data opcode': ['badFrame', wsFrame(3, 'x')],
  'a reserved control opcode': ['badFrame', wsFrame(11, '')],
  'RSV1 without compression': ['badFrame', wsFrame(1, 'x', { rsv: 4 })],
  'RSV2 and RSV3': ['badFrame', wsFrame(1, 'x', { rsv: 3 })],
  'a masked frame of a server': ['badFrame', wsFrame(1, 'x', { masked: true })],
  'bad UTF-8': ['badFrame', wsFrame(1, bytes(0x22, 0xc3, 0x28, 0x22))],
  'UTF-8 cut at the end of the message': ['badFrame', wsFrame(1, bytes(0xe5, 0xba))],
  'a surrogate in UTF-8': ['badFrame', wsFrame(1, bytes(0xed, 0xa0, 0x80))],
  'bad UTF-8 in the reason of a close': ['badFrame', closeFrame(1000, bytes(0xff))],
  'a close with 1 byte': ['badFrame', wsFrame(8, 'x')],
  'close 1005': ['badFrame', closeFrame(1005)],
  'close 1006': ['badFrame', closeFrame(1006)],
  'close 1015': ['badFrame', closeFrame(1015)],
  'close 1004': ['badFrame', closeFrame(1004)],
  'close 999': ['badFrame', closeFrame(999)],
  'close 2999': ['badFrame', closeFrame(2999)],
  'close 5000': ['badFrame', closeFrame(5000)],
  'close 65535': ['badFrame', closeFrame(65_535)],
  'a ping of 126 bytes': ['badFrame', wsFrame(9, Buffer.alloc(126))],
  'a close of 64 KiB': ['badFrame', wsFrame(8, Buffer.alloc(65_536))],
  'a ping in pieces': ['badFrame', wsFrame(9, 'x', { fin: false })],
  'a piece without a beginning': ['badFrame', wsFrame(0, 'x')],
  'a message inside of another': [
    'badFrame',
    bytes(wsFrame(1, 'x', { fin: false }), wsFrame(1, 'y')),
  ],
  'a length of 2^63-1': ['frameTooLarge', wsFrame(1, '', { claims: 2n ** 63n - 1n })],
  'a length of 2^64-1': ['frameTooLarge', wsFrame(1, '', { claims: 2n ** 64n - 1n })],
  'a length of 16 MiB and 1': ['frameTooLarge', wsFrame(1, '', { claims: BigInt(16 * MIB + 1) })],
  'pieces of 1 MiB without an end': [
    'frameTooLarge',
    bytes(
      wsFrame(1, Buffer.alloc(MIB, 0x20), { fin: false }),
      many(17, wsFrame(0, Buffer.alloc(MIB, 0x20), { fin: false })),
    ),
  ],
  'a flood of empty pieces': [
    'frameTooLarge',
    bytes(wsFrame(1, '', { fin: false }), many(20_000, wsFrame(0, '', { fin: false }))),
  ],
  'a flood of pieces of 1 byte': [
    'frameTooLarge',
    bytes(wsFrame(1, ' ', { fin: false }), many(20_000, wsFrame(0, ' ', { fin: false }))),
  ],
  'half a header, then silence': ['silent', bytes(0x81)],
  'a header of 64 KiB, then silence': ['silent', wsFrame(1, '', { claims: 65_536n })],
  'HTTP where frames belong': ['badFrame', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
  'the line cut in a frame': ['closed.1006', bytes(0x81, 0x7e, 0xff)],
};

describe('[GW6] raw bytes after a correct handshake: the line ends, comes back, and the next good frame works', () => {
  it.each(Object.entries(BAD))('%s', async (name, [reason, bad]) => {
    const { world, server } = await open(
      goodFrom(1, (socket, key) => {
        socket.write(switching(key));
        socket.write(Buffer.concat([SUCCESS, bad]));
        if (name === 'the line cut in a frame') socket.end();
      }),
    );
    world.client.start();
    expect(await endOfFirst(world)).toBe(reason);
    await expectGoodAgain(world);
    await until(() => server.openSockets === 1, 'the bad connection is gone');
    expect(world.sink.of('gateway.quarantined')).toEqual([]);
  });

  it('what is odd but allowed is taken: lengths that are not minimal, empty pieces, pings in between', async () => {
    const half = GOOD.length / 2;
    const odd = [
      wsFrame(1, GOOD, { field: 16 }),
      wsFrame(1, GOOD, { field: 64 }),
      wsFrame(1, GOOD.slice(0, half), { fin: false }),
      wsFrame(9, 'between'),
      wsFrame(0, '', { fin: false }),
      wsFrame(10, 'unasked'),
      wsFrame(0, GOOD.slice(half)),
    ];
    const { world } = await open((socket, key) => {
      socket.write(Buffer.concat([Buffer.from(switching(key)), SUCCESS, ...odd]));
    });
    world.client.start();
    await world.sink.until(() => world.sink.of('gateway.frame').length === 3);
    expect(world.sink.status?.phase).toBe('connected');
    expect(world.sink.of('gateway.quarantined')).toEqual([]);
  });

  it('whoever never stops sending pieces is left before it costs memory', async () => {
    const batch = many(20_000, wsFrame(0, ' ', { fin: false }));
    let sent = 0;
    const pour = (socket: Socket): void => {
      socket.write(batch, (error) => {
        sent += batch.length;
        if (error === undefined || error === null) pour(socket);
      });
    };
    const { world } = await open(
      goodFrom(1, (socket, key) => {
        socket.write(switching(key));
        socket.write(wsFrame(1, ' ', { fin: false }));
        pour(socket);
      }),
    );
    world.client.start();
    expect(await endOfFirst(world)).toBe('frameTooLarge');
    await expectGoodAgain(world);
    // What the kernels took; the client itself read some 50 KB.
    expect(sent).toBeLessThan(16 * MIB);
  });
});

/** Plays until the frame was met: three connections that end, and the one that meets it. */
const playPoison = async (poison: Buffer) => {
  const { world, server } = await open((socket, key) => {
    socket.write(Buffer.concat([Buffer.from(switching(key)), SUCCESS, poison, wsFrame(1, GOOD)]));
  });
  world.client.start();
  return { world, server };
};

describe('[GW6] a frame that closes the socket three times in a row', () => {
  it('in 20,000 pieces is met once and taken', async () => {
    const pieces = Array.from(GOOD, (letter) => wsFrame(0, letter, { fin: false }));
    const { world, server } = await playPoison(
      bytes(
        wsFrame(1, '', { fin: false }),
        many(20_000, wsFrame(0, '', { fin: false })),
        ...pieces,
        wsFrame(0, ''),
      ),
    );
    await until(() => {
      world.clock.advance(10);
      return world.sink.of('gateway.frame').length === 2;
    }, 'it is met');
    expect(server.accepted).toBe(4);
    expect(world.sink.of('gateway.quarantined')).toEqual([]);
  });

  it('and cannot be met either is set aside once, told, and waited for ever longer', async () => {
    const { world, server } = await playPoison(
      bytes(wsFrame(1, '', { fin: false }), many(200_000, wsFrame(0, '', { fin: false }))),
    );
    await until(() => {
      world.clock.advance(10);
      return world.sink.of('gateway.quarantined').length === 1;
    }, 'it is set aside');
    expect(server.accepted).toBe(4);
    expect(world.sink.of('gateway.quarantined').map(({ entry }) => entry.reason.kind)).toEqual([
      'unreceivableSize',
    ]);
    expect(world.log.lines.filter((line) => line.startsWith('gateway.lenient'))).toHaveLength(1);
  });
});

const http =
  (...lines: readonly string[]): RawScript =>
  (socket) =>
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);

/** What answers the request for the upgrade instead. */
const HANDSHAKES: Readonly<Record<string, readonly [GatewayEndReason, RawScript]>> = {
  'another’s accept key': [
    'notWebSocket',
    (socket) => socket.write(switching('another').replace(acceptFor('another'), 'AAAA')),
  ],
  'no accept key': [
    'notWebSocket',
    http('HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'),
  ],
  'an upgrade to something else': [
    'notWebSocket',
    (socket, key) => socket.write(switching(key).replace('Upgrade: websocket', 'Upgrade: h2c')),
  ],
  '101 without an upgrade': ['http.other', http('HTTP/1.1 101 Switching Protocols')],
  'a subprotocol that nobody asked for': [
    'notWebSocket',
    (socket, key) => socket.write(switching(key, 'Sec-WebSocket-Protocol: chat')),
  ],
  'an extension that nobody asked for': [
    'notWebSocket',
    (socket, key) => socket.write(switching(key, 'Sec-WebSocket-Extensions: permessage-deflate')),
  ],
  'a header of 100 KB': [
    'notWebSocket',
    (socket, key) => socket.write(switching(key, `X-Long: ${'x'.repeat(100_000)}`)),
  ],
  '10,000 headers': [
    'notWebSocket',
    (socket, key) =>
      socket.write(
        switching(key, ...Array.from({ length: 10_000 }, (_, n) => `X-${String(n)}: 1`)),
      ),
  ],
  'headers without an end': [
    'notWebSocket',
    (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n');
      const more = (): void => {
        socket.write('X-More: and more\r\n'.repeat(50), (error) => {
          if (error === undefined || error === null) setImmediate(more);
        });
      };
      more();
    },
  ],
  'HTTP/0.9': ['notWebSocket', (socket) => socket.write('<html>hello</html>')],
  'a version of HTTP that there is not': ['notWebSocket', http('HTTP/9.9 101 Hm')],
  'a status that is no number': ['notWebSocket', http('HTTP/1.1 abc Hm')],
  zeros: ['notWebSocket', (socket) => socket.write(Buffer.alloc(64))],
  TLS: ['notWebSocket', (socket) => socket.write(Buffer.from('16030100', 'hex'))],
  'a header with a NUL': ['notWebSocket', http('HTTP/1.1 101 Switching Protocols', 'X: a\0b')],
  'a page in chunks without an end': [
    'notWebSocket',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const more = (): void => {
        socket.write('5\r\nhello\r\n', (error) => {
          if (error === undefined || error === null) setImmediate(more);
        });
      };
      more();
    },
  ],
  'a page with two lengths': [
    'notWebSocket',
    http('HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 6'),
  ],
  '100 and then silence': ['openTimeout', http('HTTP/1.1 100 Continue')],
  '103 and then silence': ['openTimeout', http('HTTP/1.1 103 Early Hints', 'Link: </x>')],
  'half a status line, then silence': ['openTimeout', (socket) => socket.write('HTTP/1.1 10')],
  'the end': ['network', (socket) => socket.end()],
  'a reset': ['network', (socket) => socket.resetAndDestroy()],
};

describe('[GW2] garbage in the handshake: it is named, and the next attempt works', () => {
  it.each(Object.entries(HANDSHAKES))('%s', async (_name, [reason, bad]) => {
    const { world, server } = await open(goodFrom(1, bad));
    world.client.start();
    expect(await endOfFirst(world)).toBe(reason);
    await expectGoodAgain(world);
    await until(() => server.openSockets === 1, 'the bad connection is gone');
  });

  it('hints before the switch are no harm', async () => {
    const { world } = await open((socket, key) => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');
      socket.write(Buffer.concat([Buffer.from(switching(key)), SUCCESS]));
    });
    world.client.start();
    await world.sink.untilPhase('connected');
  });
});

describe('wrong clock: what the server says of the time', () => {
  it.each([
    ['Date: Sun, 06 Nov 2026 08:49:37 GMT', [Date.UTC(2026, 10, 6, 8, 49, 37)]],
    ['Date: yesterday', []],
    ['Date: ', []],
    ['X-Date: Sun, 06 Nov 2026 08:49:37 GMT', []],
  ])('%s', async (header, times) => {
    const { world } = await open((socket, key) => {
      socket.write(Buffer.concat([Buffer.from(switching(key, header)), SUCCESS]));
    });
    world.client.start();
    await world.sink.untilPhase('connected');
    await turns(5);
    expect(world.sink.of('gateway.serverTime').map(({ at }) => at)).toEqual(times);
  });
});
