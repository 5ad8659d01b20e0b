import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../electron/diagnostics/log.ts';
import { databaseFileIn } from '../../electron/host/data-directory.ts';
import { DataFolder } from '../../electron/host/data-folder.ts';
import { databasePlace } from '../../electron/host/database-place.ts';
import { noPages } from '../../electron/host/no-pages.ts';
import { randomIds } from '../../electron/host/random-ids.ts';
import { systemClock } from '../../electron/host/system-clock.ts';
import { realSites } from '../../electron/platforms/page/site-map.ts';
import { RepairNote } from '../../electron/stages/repair-note.ts';
import { openTokenFile } from '../../electron/web/token-file.ts';
import { openWorkbench } from '../../electron/workbench.ts';
import { SpecGateway } from '../e2e/spec-gateway.ts';
import { recordFigure } from './figures.ts';
import { seatAt, type PageSeat } from './page-seat.ts';
import { canMount, SmallDisk } from './small-disk.ts';
import { Secret } from '#shared/model/secret.ts';
import type { StorageStatus, StorageTrouble } from '#shared/model/storage-status.ts';

/** The whole composition over a real database on a disk that fails, fed by a real back office (ST5). */
const TOKEN = 'disk-token';
const SHOP = 'shop-1';
const BUYER = 'buyer-1';
const TOLD_WITHIN_MS = 2_000;
const RECOVERED_WITHIN_MS = 5_000;
/** Long enough for the waits between two tries to have grown to their longest. */
const FAULT_MS = 3_000;

const isOk = ({ phase }: StorageStatus): boolean => phase === 'ok';
const isFor =
  (reason: StorageTrouble) =>
  (storage: StorageStatus): boolean =>
    storage.reason === reason;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let folder = '';
let gateway: SpecGateway;
const undo: (() => Promise<unknown> | void)[] = [];
const told: number[] = [];
const recovered: number[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-disk-'));
  gateway = await SpecGateway.start(TOKEN);
});
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
  await gateway.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => {
  if (told.length < 7) return;
  const longest = (times: readonly number[]): string =>
    `${(Math.max(...times) / 1000).toFixed(1)} s`;
  recordFigure({
    promise: 'storageTold',
    target: 'told <= 2 s, recovered <= 5 s',
    reached: `${told.length} faults: told <= ${longest(told)}, recovered <= ${longest(recovered)}`,
  });
});

type App = { readonly seat: PageSeat; readonly stop: () => Promise<void> };

const startApp = (directory: string): App => {
  const log = createLog(systemClock, () => undefined);
  const own = new DataFolder(directory);
  const storage = new URL('../../electron/storage/', import.meta.url);
  const workerUrl = new URL('worker.ts', storage);
  const backupWorkerUrl = new URL('backup/backup-worker.ts', storage);
  const workbench = openWorkbench({
    dataDirectory: directory,
    place: databasePlace(own, { workerUrl, backupWorkerUrl, log }),
    pages: noPages('no browser'),
    sites: realSites(),
    vault: openTokenFile(directory, log),
    repairs: new RepairNote(directory, log),
    given: { server: gateway.address, token: new Secret(TOKEN) },
    clock: systemClock,
    ids: randomIds,
    random: Math.random,
    log,
    openExternal: () => Promise.resolve(),
  });
  const seat = seatAt(workbench);
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      seat.leave();
      await workbench.stop();
      own.release();
    })());
  undo.push(stop);
  return { seat, stop };
};

const connected = (): Promise<void> =>
  expect.poll(() => gateway.isConnected, { timeout: 10_000 }).toBe(true);

const say = (content: string): void =>
  gateway.send({
    type: 'message',
    msg_type: 'text',
    content,
    receiver: { id: BUYER },
    store_id: SHOP,
  });

const shows = (seat: PageSeat, texts: readonly string[]): Promise<void> =>
  expect.poll(() => seat.textsOf(SHOP, BUYER), { timeout: 10_000 }).toEqual(texts);

const isRefused = async (seat: PageSeat): Promise<void> => {
  const answer = await seat.call('shops.update', { shopId: SHOP, alias: '新名' });
  expect(answer).toMatchObject({ error: { kind: 'storage.unavailable' } });
};

const noteTimes = (toldMs: number, recoveredMs: number): void => {
  expect(toldMs).toBeLessThanOrEqual(TOLD_WITHIN_MS);
  expect(recoveredMs).toBeLessThanOrEqual(RECOVERED_WITHIN_MS);
  told.push(toldMs);
  recovered.push(recoveredMs);
};

/** The fault comes while the back office speaks; what it says meanwhile is there afterwards, once, in order. */
const failWhileRunning = async (
  directory: string,
  fault: { readonly begin: () => void; readonly end: () => void; readonly reason: StorageTrouble },
): Promise<void> => {
  const { seat, stop } = startApp(directory);
  await connected();
  say('一');
  await shows(seat, ['一']);
  fault.begin();
  for (const content of ['二', '三', '四']) say(content);
  const toldMs = await seat.until(isFor(fault.reason));
  await isRefused(seat);
  say('五');
  await pause(FAULT_MS);
  expect(await seat.textsOf(SHOP, BUYER)).toEqual(['一']);
  expect(seat.replica?.storage.waitingWrites).toBeGreaterThanOrEqual(4);
  fault.end();
  const recoveredMs = await seat.until(isOk);
  await shows(seat, ['一', '二', '三', '四', '五']);
  await stop();
  const again = startApp(directory);
  await again.seat.until(isOk);
  await shows(again.seat, ['一', '二', '三', '四', '五']);
  noteTimes(toldMs, recoveredMs);
};

/** The fault is there before the program; nothing is connected until it is gone. */
const failAtStart = async (
  directory: string,
  fault: { readonly begin: () => void; readonly end: () => void; readonly reason: StorageTrouble },
): Promise<void> => {
  const before = startApp(directory);
  await connected();
  say('一');
  await shows(before.seat, ['一']);
  await before.stop();
  fault.begin();
  const { seat } = startApp(directory);
  const toldMs = await seat.until(isFor(fault.reason));
  await isRefused(seat);
  await pause(FAULT_MS);
  expect(gateway.isConnected).toBe(false);
  expect(seat.replica?.storage.reason).toBe(fault.reason);
  fault.end();
  const recoveredMs = await seat.until(isOk);
  await connected();
  say('二');
  await shows(seat, ['一', '二']);
  noteTimes(toldMs, recoveredMs);
};

/** Another program has a transaction open, at once the kind that shuts out writers or everybody. */
const lockOf = (directory: string, mode: 'NORMAL' | 'EXCLUSIVE') => {
  let other: Database.Database | null = null;
  return {
    begin: (): void => {
      other = new Database(databaseFileIn(directory));
      other.pragma(`locking_mode = ${mode}`);
      other.exec('BEGIN EXCLUSIVE');
    },
    end: (): void => void other?.close(),
    reason: 'storage.locked' as const,
  };
};

describe('[ST5] a lock of another program', () => {
  it('is told and waited out while the program runs', async () => {
    const directory = path.join(folder, 'data');
    await failWhileRunning(directory, lockOf(directory, 'NORMAL'));
  });

  it('is told and waited out at the start', async () => {
    const directory = path.join(folder, 'data');
    await failAtStart(directory, lockOf(directory, 'EXCLUSIVE'));
  });

  it('[GW5] a data folder that another process has is waited for as well', async () => {
    const directory = path.join(folder, 'data');
    const other = new DataFolder(directory);
    await failAtStart(directory, {
      begin: () => expect(other.claim()).toBe('ours'),
      end: () => other.release(),
      reason: 'storage.locked',
    });
  });
});

describe('[ST3] a database of a newer app', () => {
  it('is told, not written, and taken up once it is one of ours', async () => {
    const directory = path.join(folder, 'data');
    let version: unknown = null;
    const change = (next: (own: Database.Database) => void): void => {
      const own = new Database(databaseFileIn(directory));
      next(own);
      own.close();
    };
    await failAtStart(directory, {
      begin: () =>
        change((own) => {
          version = own.pragma('user_version', { simple: true });
          own.pragma('user_version = 999990');
        }),
      end: () =>
        change((own) => {
          expect(own.pragma('user_version', { simple: true })).toBe(999_990);
          own.pragma(`user_version = ${String(version)}`);
        }),
      reason: 'storage.newer',
    });
  });
});

describe.skipIf(!canMount())('[ST5] a small disk (needs Linux, root and a mount)', () => {
  const openDisk = (): SmallDisk => {
    const disk = new SmallDisk(path.join(folder, 'disk'));
    undo.unshift(() => disk.remove());
    return disk;
  };

  it('that is full is told while the program runs, and nothing is lost or doubled', async () => {
    const disk = openDisk();
    await failWhileRunning(path.join(disk.folder, 'data'), {
      begin: () => disk.fill(),
      end: () => disk.free(),
      reason: 'storage.full',
    });
  });

  it('that is full is told at the start', async () => {
    const disk = openDisk();
    await failAtStart(path.join(disk.folder, 'data'), {
      begin: () => disk.fill(),
      end: () => disk.free(),
      reason: 'storage.full',
    });
  });

  it('that is read-only is told at the start', async () => {
    const disk = openDisk();
    await failAtStart(path.join(disk.folder, 'data'), {
      begin: () => disk.setReadonly(true),
      end: () => disk.setReadonly(false),
      reason: 'storage.readonly',
    });
  });

  it('that is read-only where there never was a data folder is told too', async () => {
    const disk = openDisk();
    disk.setReadonly(true);
    const { seat } = startApp(path.join(disk.folder, 'a/data'));
    const toldMs = await seat.until(isFor('storage.readonly'));
    disk.setReadonly(false);
    noteTimes(toldMs, await seat.until(isOk));
    await connected();
  });
});
