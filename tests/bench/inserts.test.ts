import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_INSERTS, measureInserts } from './inserts.ts';

test('the reference of `ingest` really inserts, also a last batch that is not full, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duodian-bench-'));
  try {
    const result = await measureInserts({ ...DEFAULT_INSERTS, folder, frames: 130 });
    expect(result.rowsPerSecond).toBe(result.framesPerSecond * 3);
    expect(Number.isFinite(result.framesPerSecond)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
