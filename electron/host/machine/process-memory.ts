import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KIB = 1024;

/**
 * Bytes of memory by process id; a process that is gone is left out. On Linux its proportional share (PSS): what processes
 * have in common is counted once. Elsewhere the resident size, which counts it in each.
 */
export const readProcessMemory = async (
  ids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): Promise<ReadonlyMap<number, number>> => {
  if (ids.length === 0) return new Map();
  if (platform === 'linux') return readShares(ids);
  if (platform === 'win32')
    return residentOfTasklist(await output('tasklist', ['/FO', 'CSV', '/NH']), ids);
  return residentOfPs(await output('ps', ['-o', 'pid=,rss=', '-p', ids.join(',')]));
};

const readShares = async (ids: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  const shares = new Map<number, number>();
  await Promise.all(
    ids.map(async (id) => {
      const share =
        shareOf(await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')) ??
        ownOf(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''));
      if (share !== null) shares.set(id, share);
    }),
  );
  return shares;
};

const kibOf = (text: string, name: string): number | null => {
  const digits = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(text)?.[1];
  return digits === undefined ? null : Number(digits) * KIB;
};

const shareOf = (rollup: string): number | null => kibOf(rollup, 'Pss');

/** A sandboxed renderer does not let its user read its map; its status tells what is not a file that others have as well. */
export const ownOf = (status: string): number | null => {
  const anonymous = kibOf(status, 'RssAnon');
  return anonymous === null ? null : anonymous + (kibOf(status, 'RssShmem') ?? 0);
};

const output = async (program: string, parameters: readonly string[]): Promise<string> => {
  try {
    return (await run(program, parameters, { windowsHide: true, timeout: 5_000 })).stdout;
  } catch {
    return '';
  }
};

/** Lines of `ps -o pid=,rss=`: id and KiB. */
export const residentOfPs = (text: string): ReadonlyMap<number, number> =>
  new Map(
    [...text.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gmu)].map(([, id, kib]) => [
      Number(id),
      Number(kib) * KIB,
    ]),
  );

/** Lines of `tasklist /FO CSV /NH`: name, id, session, its number, and KiB with the separators of the system's language. */
export const residentOfTasklist = (
  text: string,
  ids: readonly number[],
): ReadonlyMap<number, number> => {
  const wanted = new Set(ids);
  const sizes = new Map<number, number>();
  for (const [, id, kib] of text.matchAll(/^"[^"]*","(\d+)","[^"]*","[^"]*","([^"]*)"\s*$/gmu)) {
    const digits = (kib ?? '').replaceAll(/\D/gu, '');
    if (wanted.has(Number(id)) && digits !== '') sizes.set(Number(id), Number(digits) * KIB);
  }
  return sizes;
};
