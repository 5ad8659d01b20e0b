import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLog } from '../../electron/diagnostics/log.ts';
import { ScriptedGateway } from '../../electron/gateway/testing/scripted-gateway.ts';
import { systemClock } from '../../electron/host/machine/system-clock.ts';
import {
  temporaryFile,
  type TemporaryFile,
} from '../../electron/storage/testing/temporary-file.ts';
import { asShopId } from '#shared/model/ids.ts';
import { CoreProgram } from '../core-program.ts';
import { eventually } from '../e2e/eventually.ts';
import { recordFigure } from './figures.ts';
import { StallMeter } from './stall-meter.ts';

const PUSHES = 10_000;
const SHOPS = 150;
/** The back office of this test runs in the same thread: it writes as many frames as a turn of its loop takes in. */
const IN_A_TURN = 20;
const MOST_MS = 50;

let place: TemporaryFile;
let gateway: ScriptedGateway;
let program: CoreProgram;
const lines: string[] = [];
const log = createLog(systemClock, (line) => void lines.push(line));

beforeEach(async () => {
  place = await temporaryFile();
  gateway = await ScriptedGateway.open();
  program = await CoreProgram.open({ file: place.file, gatewayLog: log });
  await program.begin(gateway.url);
});
afterEach(async () => {
  await program.close();
  await gateway.close();
  await place.remove();
});

const cookieOf = (push: number): string =>
  ['sessionid', 'sid_guard', 'uid_tt', 'ttwid', 'PHPSESSID']
    .map((name) => `${name}=${name}-${String(push).padStart(6, '0')}-0123456789abcdef`)
    .join('; ');

it('[GW15] [GW6] ten thousand cookie pushes hold nothing up, and the newest of each is hidden', async () => {
  const peer = await gateway.nextPeer();
  peer.success();
  await eventually(() => expect(program.core.replica().gateway.phase).toBe('connected'));
  const meter = new StallMeter();
  for (let push = 0; push < PUSHES; push += 1) {
    peer.say({
      type: 'connect_success',
      content: cookieOf(push),
      store_id: `shop-${push % SHOPS}`,
    });
    if (push % IN_A_TURN === 0) await turn();
  }
  await eventually(() => {
    const shop = program.core.replica().shops[asShopId(`shop-${(PUSHES - 1) % SHOPS}`)];
    expect(shop).toBeDefined();
    log.warn('test.asked', { cookie: cookieOf(PUSHES - 1) });
    expect(lines.at(-1)).not.toContain('0123456789abcdef');
  }, 30_000);
  const longestMs = Math.ceil(meter.takeLongest());
  meter.stop();
  expect(Object.keys(program.core.replica().shops)).toHaveLength(SHOPS);
  expect(longestMs).toBeLessThanOrEqual(MOST_MS);
  recordFigure({
    promise: 'cookieStorm',
    target: `${PUSHES} cookie pushes: no stall > ${MOST_MS} ms`,
    reached: `${PUSHES} pushes for ${SHOPS} shops, longest stall ${longestMs} ms of processor time`,
  });
}, 60_000);
