import { dialBy } from './network/dial.ts';
import { alwaysDirect } from './network/route.ts';
import { OutgoingFiles } from './media/outgoing-files.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_STORAGE_FIGURES } from './core/ports/storage-figures.ts';
import { StorageError, type OpenedStore } from './core/ports/store.ts';
import { FakeClock } from './core/testing/fake-clock.ts';
import { REF, SHOP, TestCore, platformMessage, WatchedStore } from './core/testing/test-core.ts';
import { createLog } from './diagnostics/log.ts';
import { MemoryVault } from './gateway/testing/memory-vault.ts';
import { noPages } from './web/chromium/no-pages.ts';
import { randomIds } from './host/machine/random-ids.ts';
import { realSites } from './platforms/session/site-map.ts';
import type { GivenConnection } from './lifecycle/given-connection.ts';
import { RepairNote } from './lifecycle/repair-note.ts';
import type { DailyBackups, DatabasePlace } from './lifecycle/database-place.ts';
import { noUpdates } from './updates/updates.ts';
import { openProgram, type Program } from './program.ts';
import { NOTHING_MANAGED } from '#shared/model/managed.ts';
import { refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';
import {
  STORAGE_OK,
  type StorageReason,
  type StorageRepair,
} from '#shared/model/storage-status.ts';
import { judgeFrame, type DeltaFrame, type Replica, type Snapshot } from '#shared/sync/delta.ts';

let folder = '';
const running: Program[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-workbench-'));
});
afterEach(async () => {
  for (const program of running.splice(0)) await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

const REPAIR: StorageRepair = { at: 7, keptAs: 'duodian.damaged-7', keptRows: 40, lostRows: 2 };

/** A database whose opening goes as it is told. */
class ScriptedPlace implements DatabasePlace {
  store = new WatchedStore();
  access: OpenedStore['access'] = 'readwrite';
  refusal: StorageReason | null = null;
  repair: StorageRepair | null = null;
  mark = 'one file';
  tries = 0;
  isHanging = false;
  tellUpgrade: (done: number) => void = () => undefined;
  damage: (repair: StorageRepair) => void = () => undefined;

  claim(): StorageReason | null {
    return null;
  }

  open(onUpgrade: (done: number) => void): Promise<OpenedStore> {
    this.tries += 1;
    this.tellUpgrade = onUpgrade;
    if (this.isHanging) return new Promise(() => undefined);
    if (this.refusal !== null) return Promise.reject(new StorageError(this.refusal, 'scripted'));
    const { store, access, repair } = this;
    const onRepair: OpenedStore['onRepair'] = (hear) => {
      this.damage = hear;
      return () => undefined;
    };
    const mend = (): Promise<void> => Promise.resolve();
    return Promise.resolve({
      store,
      access,
      repair,
      onRepair,
      mend,
      figures: () => NO_STORAGE_FIGURES,
    });
  }

  backups(): DailyBackups {
    return { start: () => undefined, stop: () => Promise.resolve() };
  }

  fingerprint(): string {
    return this.mark;
  }
}

const start = (
  place: ScriptedPlace,
  given: GivenConnection | null = null,
  managed = NOTHING_MANAGED,
) => {
  const clock = new FakeClock();
  const log = createLog(clock, () => undefined);
  const vault = new MemoryVault();
  const program = openProgram({
    dataDirectory: folder,
    place,
    pages: noPages('no browser'),
    sites: realSites(),
    vault,
    repairs: new RepairNote(folder, log),
    given,
    managed,
    updates: noUpdates('checkout', '0.0.0', 'stable'),
    outgoing: new OutgoingFiles(folder, () => null),
    clock,
    ids: randomIds,
    random: () => 0,
    log,
    openExternal: () => Promise.resolve(),
    coverPage: () => undefined,
    dial: dialBy(alwaysDirect),
  });
  running.push(program);
  const frames: DeltaFrame[] = [];
  program.publisher.onFrame((frame) => frames.push(frame));
  const snapshot = async (): Promise<Snapshot> => {
    const answer = await program.handlers['sync.loadSnapshot']({});
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value;
  };
  const replica = async (): Promise<Replica> => (await snapshot()).replica;
  return { clock, vault, program, frames, snapshot, replica };
};

/** A database in which one shop and one conversation stand. */
const filledStore = async (): Promise<WatchedStore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ content: '还在吗' }));
  await world.core.stop();
  return world.store;
};

const send = (program: Program) =>
  program.handlers['conversations.setStarred']({ ...REF, starred: true });

describe('a workbench and its database', () => {
  it('an ordinary start shows what is there first, and nothing else before it', async () => {
    const place = new ScriptedPlace();
    place.store = await filledStore();
    const { snapshot, frames } = start(place);
    const { replica, cursor } = await snapshot();
    expect(Object.keys(replica.shops)).toEqual([SHOP]);
    expect(replica.storage).toEqual(STORAGE_OK);
    expect(frames.filter((frame) => judgeFrame(cursor, frame.cursor) !== 'ignore')).toHaveLength(0);
  });

  it('[ST5] one that cannot be opened is told, refuses every command, and opens by itself', async () => {
    const place = new ScriptedPlace();
    place.store = await filledStore();
    place.refusal = 'storage.locked';
    const { clock, program, snapshot, replica, frames } = start(place);
    const closed = await snapshot();
    expect(closed.replica).toMatchObject({
      shops: {},
      storage: { phase: 'opening', reason: 'storage.locked' },
      gateway: { phase: 'disconnected', server: null },
    });
    expect(await send(program)).toEqual({
      ok: false,
      error: { kind: 'storage.unavailable', detail: 'storage.locked' },
    });
    place.refusal = 'storage.full';
    await clock.advance(1_000);
    await clock.advance(1);
    expect(frames.at(-1)?.delta.storage).toMatchObject({
      phase: 'opening',
      reason: 'storage.full',
    });
    await clock.advance(10_000);
    expect(place.tries).toBeLessThanOrEqual(12);
    place.refusal = null;
    await clock.advance(1_000);
    await expect.poll(async () => (await replica()).storage).toEqual(STORAGE_OK);
    expect(frames.map((frame) => judgeFrame(closed.cursor, frame.cursor))).toContain('resync');
    expect((await send(program)).ok).toBe(true);
  });

  it('[ST3] one that is upgraded for long says how far it is, a short upgrade nothing', async () => {
    const place = new ScriptedPlace();
    place.isHanging = true;
    const { clock, replica, frames, program } = start(place);
    place.tellUpgrade(0.1);
    let shown: Replica | null = null;
    void replica().then((first) => (shown = first));
    await clock.advance(1_600);
    expect(shown).toBeNull();
    place.tellUpgrade(0.4);
    await clock.advance(400);
    const storage = { phase: 'opening', reason: 'storage.upgrading', upgraded: 0.4 };
    expect(shown).toMatchObject({ storage });
    place.tellUpgrade(0.7);
    await clock.advance(100);
    expect(frames.at(-1)?.delta).toMatchObject({ storage: { ...storage, upgraded: 0.7 } });
    const stopped = program.stop();
    await clock.advance(2_000);
    await stopped;
    running.length = 0;
  });

  it('[ST5] one that does not answer is waited for quietly, then told as slow within 2 s', async () => {
    const place = new ScriptedPlace();
    place.isHanging = true;
    const { clock, replica, program } = start(place);
    let shown: Replica | null = null;
    void replica().then((first) => (shown = first));
    await clock.advance(1_600);
    expect(shown).toBeNull();
    await clock.advance(400);
    expect(shown).toMatchObject({ storage: { phase: 'opening', reason: 'storage.slow' } });
    // A try that never ends must not keep the program from ending.
    const stopped = program.stop();
    await clock.advance(2_000);
    await stopped;
    running.splice(0);
  });

  it('[ST3] a newer one is for looking only, until another file stands in its place', async () => {
    const place = new ScriptedPlace();
    place.store = await filledStore();
    place.access = 'readonly';
    const { clock, program, snapshot, replica } = start(place, {
      server: 'ws://127.0.0.1:9',
      token: new Secret('a-token'),
    });
    const looking = await snapshot();
    expect(looking.replica).toMatchObject({
      shops: { [SHOP]: { state: { kind: 'idle' } } },
      storage: { phase: 'readonly', reason: 'storage.newer' },
      gateway: { phase: 'disconnected' },
    });
    const page = await program.handlers['messages.loadPage']({ ...REF, before: null, limit: 9 });
    expect(page).toMatchObject({ value: { messages: [{ content: '还在吗' }] } });
    expect(await send(program)).toMatchObject({ error: { detail: 'storage.newer' } });
    const commits = place.store.commits.length;
    await clock.advance(30_000);
    expect(place.tries).toBe(1);
    expect(place.store.commits).toHaveLength(commits);
    const older = await filledStore();
    place.store = older;
    place.access = 'readwrite';
    place.mark = 'another file';
    await clock.advance(3_000);
    await expect.poll(async () => (await replica()).storage).toEqual(STORAGE_OK);
    expect((await snapshot()).cursor.epoch).not.toBe(looking.cursor.epoch);
    expect((await send(program)).ok).toBe(true);
    expect((await replica()).gateway.server).toBe('ws://127.0.0.1:9');
  });

  it('a connection of the command line waits for the database, and holds where it cannot be kept', async () => {
    const place = new ScriptedPlace();
    place.refusal = 'storage.readonly';
    const { clock, vault, replica } = start(place, {
      server: 'ws://127.0.0.1:9',
      token: new Secret('a-token'),
    });
    expect((await replica()).gateway.phase).toBe('disconnected');
    vault.save = () => Promise.reject(new Error('no room'));
    place.refusal = null;
    await clock.advance(1_000);
    await expect.poll(async () => (await replica()).gateway.server).toBe('ws://127.0.0.1:9');
  });
});

describe('a repair', () => {
  it('[ST5] is shown to every page and after every restart until it is acknowledged', async () => {
    const place = new ScriptedPlace();
    place.repair = REPAIR;
    const first = start(place);
    await expect.poll(async () => (await first.replica()).storage.repair).toEqual(REPAIR);
    await first.program.stop();
    running.splice(0);
    place.repair = null;
    place.store = new WatchedStore();
    const second = start(place);
    await expect.poll(async () => (await second.replica()).storage.repair).toEqual(REPAIR);
    expect((await second.program.handlers['storage.acknowledgeRepair']({})).ok).toBe(true);
    expect((await second.replica()).storage).toEqual(STORAGE_OK);
    await second.program.stop();
    running.splice(0);
    const later = new RepairNote(
      folder,
      createLog(second.clock, () => undefined),
    );
    expect(await later.load()).toBeNull();
  });

  it('[ST5] of damage that was met while the database was open is shown at once', async () => {
    const place = new ScriptedPlace();
    const { replica } = start(place);
    await expect.poll(async () => (await replica()).storage.phase).toBe('ok');
    place.damage(REPAIR);
    expect((await replica()).storage).toEqual({ ...STORAGE_OK, repair: REPAIR });
  });
});

describe('a computer whose administrator decides', () => {
  it('shows what was decided, and refuses what was switched off', async () => {
    const managed = {
      server: 'ws://127.0.0.1:9',
      hasUpdates: false,
      off: ['diagnosticsExport', 'externalLinks'] as const,
      mistake: null,
    };
    const { program, replica, vault } = start(new ScriptedPlace(), null, managed);
    await expect.poll(async () => (await replica()).managed).toEqual(managed);
    const { handlers } = program;
    const token = 'a-token';
    expect(await handlers['gateway.connect']({ server: 'ws://127.0.0.1:8', token })).toEqual(
      refuse('managed.fixed'),
    );
    expect(await handlers['links.openExternal']({ url: 'https://example.com/' })).toEqual(
      refuse('managed.off'),
    );
    expect(await handlers['diagnostics.export']({ previewId: 'x' })).toEqual(refuse('managed.off'));
    expect(vault.kept).toBeNull();
    expect((await handlers['gateway.connect']({ server: '127.0.0.1:9', token })).ok).toBe(true);
    expect(vault.kept?.server).toBe('ws://127.0.0.1:9');
  });
});
