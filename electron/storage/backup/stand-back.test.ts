import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

const MODULE = new URL('./stand-back.ts', import.meta.url).href;
const THREAD = `
  import(${JSON.stringify(MODULE)}).then(({ standBack }) => {
    standBack();
    const { basename } = require('node:path');
    const { readlinkSync } = require('node:fs');
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    require('node:worker_threads').parentPort.postMessage(require('node:os').getPriority(thread));
  });`;

test.skipIf(process.platform !== 'linux')(
  '[ST7] the thread of the backup stands back behind all others of the computer, and it alone',
  async () => {
    const before = getPriority();
    const worker = new Worker(THREAD, { eval: true });
    const priority = await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    expect(priority).toBe(Math.max(10, before));
    expect(getPriority()).toBe(before);
  },
);
