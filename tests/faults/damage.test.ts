import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RepairingStore } from '../../electron/storage/repairing-store.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import { conversationKey } from '#shared/model/ids.ts';
import {
  bytesAt,
  makeWorld,
  NOW,
  putWorld,
  readSnapshot,
  type Snapshot,
  type World,
} from './damage-world.ts';
import { recordFigure } from './figures.ts';
import { scaled } from './scale.ts';

const ROUNDS = scaled(25, 5_000, 100);
const PAGE = 4096;
const WAL_HEADER = 32;
const FRAME = 24 + PAGE;

/** mulberry32: the same rounds in every run, so that a failing one can be made again by its number. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

type Damaged = {
  readonly how: string;
  readonly file: Buffer;
  readonly wal: Buffer | null;
  /** How many rows stood on pages that are not as they were. */
  readonly touched: number;
};

/** Rows that may stand on that page: the cells of a leaf; a page that belongs to a long text is one row. */
const rowsOn = (bytes: Buffer, at: number, isFirst: boolean): number => {
  const head = at + (isFirst ? 100 : 0);
  const kind = bytes[head];
  if (kind === 5) return 0;
  return kind === 2 || kind === 10 || kind === 13 ? bytes.readUInt16BE(head + 3) : 1;
};

/**
 * The last transaction of a log, where it alone is hit, looks as a power cut leaves one that nobody was told is done: it is
 * undone as a whole, as SQLite has to.
 */
const rowsOfTornCommit = (world: World, old: Buffer, wal: Buffer): number => {
  const commits: number[] = [];
  for (let at = WAL_HEADER; at + FRAME <= old.length; at += FRAME) {
    if (old.readUInt32BE(at + 4) > 0) commits.push(at);
  }
  const before = (commits.at(-2) ?? 0) + FRAME;
  const isHitBefore = !wal.subarray(0, before).equals(old.subarray(0, before));
  if (isHitBefore || wal.equals(old)) return 0;
  return (world.states.at(-1)?.size ?? 0) - (world.states.at(-2)?.size ?? 0);
};

const rowsOnTouchedPages = (world: World, file: Buffer, wal: Buffer | null): number => {
  let rows = 0;
  for (let at = 0; at < world.file.length; at += PAGE) {
    const now = file.subarray(at, at + PAGE);
    if (!now.equals(world.file.subarray(at, at + PAGE))) rows += rowsOn(world.file, at, at === 0);
  }
  const old = world.wal;
  if (old === null || wal === null) return rows;
  rows += rowsOfTornCommit(world, old, wal);
  for (let at = WAL_HEADER; at + FRAME <= old.length; at += FRAME) {
    if (wal.subarray(at, at + FRAME).equals(old.subarray(at, at + FRAME))) continue;
    rows += rowsOn(old, at + 24, old.readUInt32BE(at) === 1);
    // A frame that names another page is taken for that one.
    if (wal.readUInt32BE(at) !== old.readUInt32BE(at)) rows += 300;
  }
  return rows;
};

const flipSome = (bytes: Buffer, random: (below: number) => number): void => {
  for (let flips = 1 + random(64); flips > 0; flips -= 1) {
    const at = random(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255));
  }
};

const noise = (bytes: Buffer, random: (below: number) => number): Buffer => {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = random(256);
  return bytes;
};

type Worlds = { readonly whole: World; readonly logged: World; readonly foreign: World };

const KINDS = [
  'flips',
  'flips in the log',
  'cut',
  'first page zeroed',
  'a page zeroed',
  'overwritten',
  'log of another database',
  'garbage as log',
  'nothing but text',
] as const;

const damage = (round: number, worlds: Worlds): Damaged => {
  const random = randomFrom(round);
  const how = KINDS[round % KINDS.length] ?? 'flips';
  const isLogged = how === 'flips in the log' || (random(2) === 1 && !how.includes('log'));
  const world = isLogged ? worlds.logged : worlds.whole;
  let file: Buffer = Buffer.from(world.file);
  let wal: Buffer | null = world.wal === null ? null : Buffer.from(world.wal);
  const pages = file.length / PAGE;
  switch (how) {
    case 'flips':
      flipSome(file, random);
      break;
    case 'flips in the log':
      if (wal !== null) flipSome(wal, random);
      break;
    case 'cut':
      file = file.subarray(0, random(file.length));
      break;
    case 'first page zeroed':
      file.fill(0, 0, PAGE);
      break;
    case 'a page zeroed': {
      const page = random(pages);
      file.fill(0, page * PAGE, (page + 1) * PAGE);
      break;
    }
    case 'overwritten': {
      const from = random(file.length);
      noise(file.subarray(from, Math.min(file.length, from + 1 + random(6 * PAGE))), random);
      break;
    }
    case 'log of another database':
      wal = worlds.foreign.wal;
      break;
    case 'garbage as log':
      wal = noise(Buffer.alloc(1 + random(40_000)), random);
      break;
    case 'nothing but text':
      file = Buffer.from(
        'this was never a database, or is none any more\n'.repeat(1 + random(900)),
      );
      wal = null;
      break;
  }
  return { how, file, wal, touched: rowsOnTouchedPages(world, file, wal) };
};

/** Reads all that the app can read, as often as it takes for the answers to be whole. */
const readAll = (store: RepairingStore): void => {
  const seen = store.call('load');
  for (const { shopId, buyerPin } of seen.conversations) {
    for (const message of store.call('loadMessages', { shopId, buyerPin }, null, 10_000).messages) {
      expect(conversationKey(message)).toBe(conversationKey({ shopId, buyerPin }));
    }
  }
  store.call('loadOutbox', 0, 10_000);
  store.call('loadQuarantine');
};

type Opened = { readonly repairs: readonly StorageRepair[]; readonly rows: Snapshot };

const openAndRead = (place: string): Opened => {
  const repairs: StorageRepair[] = [];
  const log = { info: () => undefined, warn: () => undefined };
  const store = new RepairingStore({
    file: place,
    log,
    now: () => NOW,
    onRepair: (repair) => repairs.push(repair),
    watch: null,
  });
  const { access, repair } = store.open();
  expect(access).toBe('readwrite');
  if (repair !== null) repairs.push(repair);
  readAll(store);
  store.mend();
  store.close();
  return { repairs, rows: readSnapshot(place) };
};

/** A plain row in the place of a lost one that others refer to. */
const isMade = (key: string, row: string): boolean =>
  (key.startsWith('shop ') && row.includes('"state_since":0,')) ||
  (key.startsWith('staff_list ') && row.includes('"updated_at":0,')) ||
  (key.startsWith('conversation ') && row.includes('"draft":"","starred":0,"closed":0'));

let folder: string;
let worlds: Worlds;
let mayBe: ReadonlyMap<string, ReadonlySet<string>>;
beforeAll(() => {
  // Hundreds of databases are made and synced; a disk in memory tests the same.
  const disk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  folder = mkdtempSync(path.join(disk, 'duodian-damage-'));
  const at = (name: string): string => path.join(folder, name);
  worlds = {
    whole: makeWorld(at('whole.sqlite'), 'ours', 0),
    logged: makeWorld(at('logged.sqlite'), 'ours', 5),
    foreign: makeWorld(at('foreign.sqlite'), 'theirs', 5),
  };
  mayBe = allowedRows([...worlds.whole.states, ...worlds.logged.states]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that was ever committed under a key, and what a salvage makes of it. */
const allowedRows = (states: readonly Snapshot[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const allowed = new Map<string, Set<string>>();
  for (const [key, row] of states.flatMap((state) => [...state])) {
    const rows = allowed.get(key) ?? new Set<string>();
    rows
      .add(row)
      .add(row.replace(/"send_state":"(?:queued|sending)"/u, '"send_state":"unconfirmed"'));
    allowed.set(key, rows);
  }
  return allowed;
};

describe('a damaged database', () => {
  it(
    `[ST5] ${ROUNDS} random damages: it starts, no row is wrong, what was not hit is there, the damaged file is kept`,
    () => {
      let repaired = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const { how, file, wal, touched } = damage(round, worlds);
        const place = path.join(folder, `${round}`, 'duodian.sqlite');
        mkdirSync(path.dirname(place));
        putWorld(place, file, wal);
        const { repairs, rows } = openAndRead(place);
        const name = `round ${round}, ${how}`;

        const wrong = [...rows].filter(
          ([key, row]) => !mayBe.get(key)?.has(row) && !isMade(key, row),
        );
        expect(wrong, name).toEqual([]);

        const world =
          worlds[
            wal === null || how.includes('log of') || how === 'garbage as log' ? 'whole' : 'logged'
          ];
        const last = world.states.at(-1) ?? new Map();
        const missing = [...last.keys()].filter((key) => !rows.has(key));
        if (how !== 'nothing but text') {
          expect(missing.length, `${name}: ${missing.join('; ')}`).toBeLessThanOrEqual(touched);
        }
        if (repairs.length > 0) {
          repaired += 1;
          expect(repairs, name).toHaveLength(1);
          const keptAs = path.join(path.dirname(place), repairs[0]?.keptAs ?? '');
          expect(bytesAt(keptAs)?.equals(file), name).toBe(true);
          if (wal !== null) expect(bytesAt(`${keptAs}-wal`)?.equals(wal), name).toBe(true);
          const again = openAndRead(place);
          expect(again.repairs, name).toEqual([]);
          expect(again.rows, name).toEqual(rows);
        }
        rmSync(path.dirname(place), { recursive: true });
      }
      expect(repaired).toBeGreaterThan(ROUNDS / 2);
      recordFigure({
        promise: 'damage',
        target: 'starts always, no wrong row',
        reached: `${ROUNDS} random damages: ${ROUNDS} starts, 0 wrong rows, ${repaired} repairs`,
      });
    },
    scaled(600_000, 3_600_000),
  );
});
