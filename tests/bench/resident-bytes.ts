import { readFile } from 'node:fs/promises';
import { readProcessMemory } from '../../electron/host/machine/process-memory.ts';

/** Resident bytes; where the system tells only a share, that. */
export const residentBytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1];
  return kib === undefined ? ((await readProcessMemory([pid])).get(pid) ?? 0) : Number(kib) * 1024;
};
