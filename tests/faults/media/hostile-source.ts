import { connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { pngHead } from '../../../electron/media/testing/pictures.ts';
import { encodePng } from '../../../sandbox/media/png.ts';

/**
 * A server that answers for buyers' pictures as badly as one can, in a thread of its own, so that what it costs is not counted as
 * the app's. Under `/hostile/` the next part of the path says how; what follows makes the address another one. All else goes to
 * `forwardTo`, a port of this computer, so that it can stand in the place of the simulated platforms.
 */
const { forwardTo } = workerData as { readonly forwardTo: number | null };
const GOOD = encodePng(64, 64, (x, y) => [x * 255, y * 255, 90]);
let seed = 1;
const noise = (): number => (seed = (seed * 48_271) % 2_147_483_647) & 255;
const LARGE = encodePng(600, 600, () => [noise(), noise(), noise()]);
/** Between two bytes, as seen. */
const DRIP_MS = 3_000;

const whole = (socket: Socket, bytes: Buffer): void => {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`);
  socket.end(bytes);
};

const drip = (socket: Socket): void => {
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${LARGE.length}\r\n\r\n`);
  let at = 0;
  const next = (): void => void socket.write(LARGE.subarray(at, (at += 1)));
  next();
  const timer = setInterval(next, DRIP_MS);
  socket.once('close', () => clearInterval(timer));
};

/** As much of it as the other side takes, again and again; `bytes` stays the same. */
const pour = (socket: Socket, bytes: string): void => {
  const block = bytes.repeat(Math.ceil(65_536 / bytes.length));
  const more = (): void => {
    let isTaken = true;
    while (isTaken && !socket.destroyed) isTaken = socket.write(block);
    socket.once('drain', more);
  };
  more();
};

/** Each byte of the large picture as a chunk of its own; made once, so that this server is no reason to wait. */
const chunksOfOne = (): Buffer => {
  const chunks = Buffer.alloc(LARGE.length * 6);
  for (const [place, byte] of LARGE.entries()) chunks.set([0x31, 13, 10, byte, 13, 10], place * 6);
  return Buffer.concat([chunks, Buffer.from('0\r\n\r\n')]);
};
const CHUNKS = chunksOfOne();

const inChunksOfOne = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
  socket.end(CHUNKS);
};

/** A whole picture, behind which a program stands, sent as one. */
const withTail = (socket: Socket): void => {
  const bytes = Buffer.concat([GOOD, Buffer.from('<script>new ActiveXObject("x")</script>')]);
  socket.write(
    'HTTP/1.1 200 OK\r\ncontent-type: application/hta\r\n' +
      `content-disposition: attachment; filename="invoice.hta"\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  );
  socket.end(bytes);
};

const answerAs = (how: string, socket: Socket): void => {
  switch (how) {
    case 'drip':
      return drip(socket);
    case 'silent':
      return;
    case 'chunks':
      return inChunksOfOne(socket);
    case 'hints':
      return pour(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n');
    case 'headers':
      socket.write('HTTP/1.1 200 OK\r\n');
      return pour(socket, 'x-header: value\r\n');
    case 'trailers':
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n');
      return pour(socket, 'x-trailer: value\r\n');
    case 'bomb':
      return whole(socket, pngHead(50_000, 50_000));
    case 'tail':
      return withTail(socket);
    default:
      return whole(socket, GOOD);
  }
};

const forward = (socket: Socket, head: Buffer): void => {
  if (forwardTo === null) return void socket.destroy();
  const other = connect({ host: '127.0.0.1', port: forwardTo });
  other.on('error', () => socket.destroy());
  socket.once('close', () => other.destroy());
  other.write(head);
  socket.pipe(other).pipe(socket);
};

const server = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (head) => {
    const [, place, how = ''] = head.toString('latin1').split(' ')[1]?.split('/') ?? [];
    if (place === 'hostile') answerAs(how, socket);
    else forward(socket, head);
  });
});
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(server.address());
});
