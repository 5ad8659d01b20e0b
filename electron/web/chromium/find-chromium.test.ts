import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findChromium } from './find-chromium.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duodian-find-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const program = async (path: string): Promise<string> => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  await chmod(file, 0o755);
  return file;
};

it('takes the one that is named, and no other when the name is wrong', async () => {
  const named = await program('my-browser');
  expect(await findChromium({ DUODIAN_CHROMIUM: named }, 'linux')).toBe(named);
  expect(await findChromium({ DUODIAN_CHROMIUM: join(folder, 'wrong') }, 'linux')).toBeNull();
});

it('finds one on the search path', async () => {
  const file = await program('bin/chromium');
  expect(await findChromium({ PATH: `/nowhere:${join(folder, 'bin')}` }, 'linux')).toBe(file);
});

it('finds the newest that Playwright installed', async () => {
  await program('pw/chromium-999/chrome-linux/chrome');
  const newest = await program('pw/chromium-1227/chrome-linux64/chrome');
  const environment = { PATH: '/nowhere', PLAYWRIGHT_BROWSERS_PATH: join(folder, 'pw') };
  expect(await findChromium(environment, 'linux')).toBe(newest);
});
