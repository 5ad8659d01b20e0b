import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { temporaryFile, type TemporaryFile } from './testing/temporary-file.ts';

const KILLS = 5;
const PROGRAM = fileURLToPath(new URL('./testing/commit-until-killed.ts', import.meta.url));

let place: TemporaryFile;
beforeEach(async () => {
  place = await temporaryFile();
});
afterEach(() => place.remove());

/** Starts the program, kills it after `lines` resolved commits, and answers every number that it had said. */
const runAndKill = async (first: number, lines: number): Promise<readonly number[]> => {
  const child = spawn(process.execPath, [PROGRAM, place.file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: number[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    said.push(Number(line));
    if (said.length === lines) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'close'), once(reader, 'close')]);
  return said;
};

test(`[ST1] ${KILLS} times kill -9: every commit that resolved is there, none is there in part`, async () => {
  const said: number[] = [];
  let next = 1;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const heard = await runAndKill(next, (kill * 7) % 23);
    expect(heard.length).toBeGreaterThan(0);
    said.push(...heard);

    const db = openDatabase(place.file);
    const column = (sql: string): readonly unknown[] => db.prepare(sql).pluck().all();
    const stored = column('SELECT arrival FROM message ORDER BY arrival').map(Number);
    expect(said.filter((arrival) => !stored.includes(arrival))).toEqual([]);
    // A message and its outbox row are one transaction (GW9).
    const forwarded = column("SELECT frame ->> 'message_id' AS id FROM outbox ORDER BY id");
    expect(forwarded).toEqual(column('SELECT message_id AS id FROM message ORDER BY id'));
    expect(column('PRAGMA integrity_check')).toEqual(['ok']);
    db.close();
    next = Math.max(...stored) + 1;
  }
}, 120_000);
