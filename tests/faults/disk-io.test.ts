import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, temporaryFolder } from '../e2e/programs.ts';
import { SpecGateway } from '../e2e/spec-gateway.ts';
import { harnessOfProgram } from './page-harness.ts';
import { canTrace, injectFault } from './traced-program.ts';
import type { StorageStatus } from '#shared/model/storage-status.ts';

/** A disk that reports errors or hangs, under the real program: its system calls are answered otherwise (ST5). */
const TOKEN = 'io-token';
const SHOP = 'shop-1';
const BUYER = 'buyer-1';
/** Long enough for the waits between two tries to have grown to their longest. */
const FAULT_MS = 3_000;
/** 2 s to be told, 5 s to recover, and as much again for a computer that is busy with other tests. */
const TOLD_WITHIN_MS = 4_000;
const RECOVERED_WITHIN_MS = 10_000;
const LATE_MS = 20_000;

const isOk = ({ phase }: StorageStatus): boolean => phase === 'ok';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const undo: (() => Promise<unknown> | void)[] = [];
afterAll(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const openSite = async () => {
  const gateway = await SpecGateway.start(TOKEN);
  undo.push(() => gateway.close());
  const { folder, remove } = await temporaryFolder();
  undo.push(remove);
  const app = await startApp({ data: folder, gateway: gateway.address, token: TOKEN });
  undo.push(() => app.stop());
  const { harness, close } = await harnessOfProgram(app.ready.url);
  undo.push(close);
  await vi.waitUntil(() => gateway.isConnected, { timeout: LATE_MS });
  const said: string[] = [];
  const say = (content: string): void => {
    said.push(content);
    gateway.send({
      type: 'message',
      msg_type: 'text',
      content,
      receiver: { id: BUYER },
      store_id: SHOP,
    });
  };
  const allAreThere = (): Promise<void> =>
    vi.waitFor(async () => expect(await harness.textsOf(SHOP, BUYER)).toEqual(said), {
      timeout: LATE_MS,
    });
  return { app, harness, say, allAreThere };
};

describe.skipIf(!canTrace())('[ST5] a disk (needs Linux and strace)', () => {
  /** One program lives through all of it. */
  let site: Awaited<ReturnType<typeof openSite>>;
  beforeAll(async () => {
    site = await openSite();
  });

  it.each([
    ['that cannot be synchronised', 'fsync,fdatasync:error=EIO', 'storage.io'],
    ['that cannot be written', 'pwrite64:error=EIO', 'storage.io'],
    ['that has no room left', 'pwrite64:error=ENOSPC', 'storage.full'],
    ['that hangs', 'fsync,fdatasync:delay_enter=60000000', 'storage.slow'],
  ])(
    '%s is told while it fails and trusted again afterwards; nothing is lost or doubled',
    async (_, rule, reason) => {
      const { app, harness, say, allAreThere } = site;
      say(`${rule} 一`);
      await allAreThere();
      const endFault = await injectFault(app.pid, rule);
      undo.push(endFault);
      say(`${rule} 二`);
      say(`${rule} 三`);
      expect(await harness.until((storage) => storage.reason === reason)).toBeLessThan(
        TOLD_WITHIN_MS,
      );
      say(`${rule} 四`);
      expect(await harness.call('shops.update', { shopId: SHOP, alias: '新名' })).toMatchObject({
        error: { kind: 'storage.unavailable', detail: reason },
      });
      await pause(FAULT_MS);
      expect(harness.replica?.storage).toMatchObject({ phase: 'failing', reason });
      await endFault();
      expect(await harness.until(isOk)).toBeLessThan(RECOVERED_WITHIN_MS);
      await allAreThere();
    },
  );
});
