import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../electron/core/core.ts';
import { databaseFileIn } from '../electron/host/data/data-directory.ts';
import { DataFolder } from '../electron/host/data/data-folder.ts';
import { FakeClock } from '../electron/core/testing/fake-clock.ts';
import { countingIds } from '../electron/core/testing/scripted-world.ts';
import { openStore } from '../electron/storage/open-store.ts';
import { listeningLog, WORKER_URL } from '../electron/storage/testing/temporary-file.ts';
import { runToEnd } from '../tests/e2e/programs.ts';
import { inventPast, type Past, type PastOptions } from '../sandbox/past/past.ts';
import { type Seeded, seedDirectory } from './seed-directory.ts';
import type { Conversation } from '#shared/model/conversation.ts';

const SMALL = ['--shops', '6', '--conversations', '400', '--messages', '5000', '--seed', '3'];

const seed = (...words: readonly string[]) => runToEnd('build/seed.ts', words);

const OPTIONS: PastOptions = {
  seed: 3,
  shops: 6,
  conversations: 400,
  messages: 5_000,
  now: Date.UTC(2026, 10, 29, 6),
  media: null,
};

const rowsOf = (past: Past): readonly Conversation[] => {
  for (const _ of past.messages());
  return [...past.conversations()];
};

describe('npm run seed', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duodian-seed-'));
    const ended = await seed('--data', path.join(folder, 'full'), ...SMALL);
    expect(ended.code, ended.stderr).toBe(0);
    const counts = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Seeded;
    expect(counts).toMatchObject({ shops: 6, conversations: 400, messages: 5_000 });
    expect(Object.keys(counts.sample)).toEqual(['store_id', 'buyer', 'message_text']);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('ends 2 with one line that says which option is wrong', async () => {
    const data = path.join(folder, 'never');
    for (const [words, named] of [
      [[], '--data'],
      [['--data', data, '--shops', 'many'], '--shops'],
      [['--data', data, '--shops', '0'], '--shops'],
      [['--data', data, '--messages=9', '--conversations=10', '--shops=2'], '--messages'],
      [['--data', data, '--conversations=3', '--shops=4'], '--conversations'],
      [['--data', data, '--buyers', '3'], '--buyers'],
      [['--data', data, '--seed'], '--seed'],
      [['--data', data, 'now'], 'now'],
    ] as const) {
      const { code, stderr, stdout } = await seed(...words);
      expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
      expect(stderr).toContain(named);
    }
  });

  it('ends 3 where another process has the directory, and says so of one that holds a workbench', async () => {
    const data = path.join(folder, 'full');
    expect((await readdir(data)).toSorted()).toEqual(['duodian.sqlite', 'lock.sqlite']);
    const again = await seed('--data', data, ...SMALL);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('already holds a workbench');
    const owner = new DataFolder(data);
    expect(owner.claim()).toBe('ours');
    expect((await seed('--data', data, ...SMALL)).code).toBe(3);
    owner.release();
    const broken = path.join(folder, 'broken');
    await mkdir(broken);
    await writeFile(databaseFileIn(broken), 'no database at all, but a file of somebody');
    const refused = await seed('--data', broken, ...SMALL);
    expect([refused.code, refused.stderr.trim().split('\n').length]).toEqual([1, 1]);
  });

  it('takes a directory in which a workbench was started and nothing has happened yet', async () => {
    const data = path.join(folder, 'fresh');
    const owner = new DataFolder(data);
    owner.claim();
    const log = listeningLog();
    const file = databaseFileIn(data);
    await (await openStore({ file, workerUrl: WORKER_URL, log })).store.close();
    owner.release();
    expect((await seed('--data', data, ...SMALL)).code).toBe(0);
  });

  it('[CV7] [PF3] everything is found at once; the core finds each row whole, and waiting from the message that its own question answers', async () => {
    const past = inventPast(OPTIONS);
    const invented = new Map(rowsOf(past).map((row) => [row.key, row]));
    const data = path.join(folder, 'in-process');
    const owner = new DataFolder(data);
    owner.claim();
    const log = listeningLog();
    const counted = await seedDirectory(data, OPTIONS, log);
    const file = databaseFileIn(data);
    const opened = await openStore({ file, workerUrl: WORKER_URL, log });
    expect([opened.access, opened.repair]).toEqual(['readwrite', null]);
    const { store } = opened;
    // At once: the index was made with the rows.
    const { message_text: words, store_id: shopId, buyer: buyerPin } = counted?.sample ?? {};
    const answer = await store.search(words ?? '');
    expect(answer).toMatchObject({ progress: null, messages: { hits: [{ shopId, buyerPin }] } });
    expect(answer.messages.hits).toHaveLength(1);
    await opened.mend();
    const core = await createCore({
      clock: new FakeClock(OPTIONS.now),
      ids: countingIds('seed'),
      store,
      publisher: { publish: () => undefined },
      log,
    });
    const held = Object.values(core.replica().conversations);
    for (const row of held) expect(row).toEqual(invented.get(row.key));
    const waiting = held.filter(({ waitingSince }) => waitingSince !== null);
    expect(waiting).toHaveLength(counted?.waiting ?? -1);
    expect(held.filter(({ starred }) => starred)).toHaveLength(counted?.starred ?? -1);
    for (const row of waiting) {
      const after = row.answeredUpTo ?? { arrival: 0, elsewhereAt: null };
      const { buyerMessagesAfter } = await store.lookUp({
        conversations: [],
        platformMessages: [],
        messages: [],
        gatewayFrames: [],
        buyerMessagesAfter: [{ ...row, after }],
      });
      expect(buyerMessagesAfter.map(({ sentAt }) => sentAt)).toEqual([row.waitingSince]);
    }
    await core.stop();
    await store.close();
    const db = new Database(file);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
    owner.release();
    expect(log.heard.map(({ event }) => event)).not.toContain('storage.rowsDamaged');
    expect(log.heard.map(({ event }) => event)).not.toContain('storage.rowsSkipped');
  });
});
