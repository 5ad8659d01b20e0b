import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { figure, type TellFigure } from './figure.ts';
import { measureIngest, perSecond, startSender } from './ingest-pipe.ts';
import { measureInserts } from './inserts.ts';

/**
 * Frames a second from the gateway's socket to committed and indexed, through the real client, core and database.
 * References of the same run: `ws` receiving the same frames with JSON.parse alone, and the same rows inserted in
 * batches of 64 alone. The far end is a process of its own in every case.
 */
const FRAMES = 30_000;
const BUYERS = 1_000;
const FLOOD = { frames: FRAMES, buyers: BUYERS };

/** The socket's share alone. */
const measureReceive = async (): Promise<number> => {
  const sender = await startSender(FLOOD);
  const socket = new WebSocket(sender.url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once('message', resolve));
  const startedMs = performance.now();
  const all = new Promise<number>((resolve) => {
    let received = 0;
    socket.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString('utf8')) as { type: string };
      if (frame.type === 'message') received += 1;
      if (received === FRAMES) resolve(perSecond(FRAMES, startedMs));
    });
  });
  sender.go();
  const result = await all;
  socket.terminate();
  sender.end();
  return result;
};

export const run = async (tell: TellFigure): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-ingest-'));
  try {
    const receive = await measureReceive();
    const inserts = await measureInserts({
      folder,
      frames: FRAMES,
      batch: 64,
      shops: 1,
      buyersPerShop: BUYERS,
      textLength: 40,
    });
    const ours = await measureIngest(path.join(folder, 'ingest.db'), FLOOD);
    tell(figure('ingest.overReceive', ours, 'frames/s', receive));
    tell(figure('ingest.overInserts', ours, 'frames/s', inserts.framesPerSecond));
    tell(figure('ingest', ours, 'frames/s', Math.min(receive, inserts.framesPerSecond)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
