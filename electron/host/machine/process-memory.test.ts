import { describe, expect, it } from 'vitest';
import { ownOf, readProcessMemory, residentOfPs, residentOfTasklist } from './process-memory.ts';

const MB = 1024 * 1024;

describe('the memory of processes', () => {
  it('is that of this process, and says nothing of one that is not there', async () => {
    const gone = 2 ** 30;
    const before = process.memoryUsage().rss;
    const memory = await readProcessMemory([process.pid, gone]);
    expect([...memory.keys()]).toEqual([process.pid]);
    const bytes = memory.get(process.pid) ?? 0;
    expect(bytes).toBeGreaterThan(10 * MB);
    expect(bytes).toBeLessThan(before * 1.5);
  });

  it('grows with what a process takes', async () => {
    const bytes = async (): Promise<number> =>
      (await readProcessMemory([process.pid])).get(process.pid) ?? 0;
    const before = await bytes();
    const taken = Buffer.alloc(64 * MB, 1);
    expect((await bytes()) - before).toBeGreaterThan(48 * MB);
    expect(taken.at(-1)).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('ps tells the resident size', async () => {
    const bytes = (await readProcessMemory([process.pid], 'darwin')).get(process.pid) ?? 0;
    expect(bytes).toBeGreaterThan(10 * MB);
  });

  it('a process whose map may not be read is counted without the files that others have too', () => {
    const status = 'Name:\tchromium\nVmRSS:\t  9000 kB\nRssAnon:\t  1024 kB\nRssFile:\t  6000 kB\n';
    expect(ownOf(`${status}RssShmem:\t  1024 kB\n`)).toBe(2 * MB);
    expect(ownOf('Name:\tkthreadd\n')).toBeNull();
  });

  it('reads what ps and tasklist print', () => {
    expect(residentOfPs('  501  20480\n99 1\nps: nothing\n')).toEqual(
      new Map([
        [501, 20 * MB],
        [99, 1024],
      ]),
    );
    const list = [
      '"chrome.exe","4712","Console","1","20,480 K"',
      '"chrome.exe","4713","Console","1","1.024 K"',
      '"other.exe","9","Services","0","8 K"',
      '"Idle","4714","Services","0","N/A"',
      '',
    ].join('\r\n');
    expect(residentOfTasklist(list, [4712, 4713, 4714])).toEqual(
      new Map([
        [4712, 20 * MB],
        [4713, MB],
      ]),
    );
  });
});
