import { describe, expect, it } from 'vitest';
import { openNameLookup } from './name-lookup.ts';

const failing = (code: string): Promise<never> =>
  Promise.reject(Object.assign(new Error(code), { code }));

const open = (parts: {
  readonly servers: (name: string) => Promise<readonly string[]>;
  readonly system?: (name: string) => Promise<readonly string[]>;
}) => {
  const asked: string[] = [];
  let now = 0;
  const lookUp = openNameLookup({
    servers: (name) => {
      asked.push(`servers ${name}`);
      return parts.servers(name);
    },
    system: (name) => {
      asked.push(`system ${name}`);
      return (parts.system ?? (() => failing('ENOTFOUND')))(name);
    },
    nowMs: () => now,
  });
  return { lookUp, asked, pass: (ms: number) => void (now += ms) };
};

describe('the lookup of names', () => {
  it('asks the name servers, and remembers for a minute', async () => {
    const { lookUp, asked, pass } = open({ servers: async () => ['93.184.216.34'] });
    expect(await lookUp('a.example')).toEqual(['93.184.216.34']);
    await lookUp('a.example');
    expect(asked).toEqual(['servers a.example']);
    pass(60_000);
    await lookUp('a.example');
    expect(asked).toEqual(['servers a.example', 'servers a.example']);
  });

  it('asks the system for what the servers do not know', async () => {
    const { lookUp, asked } = open({
      servers: () => failing('ENOTFOUND'),
      system: async () => ['10.1.2.3'],
    });
    expect(await lookUp('intranet')).toEqual(['10.1.2.3']);
    await lookUp('other');
    expect(asked).toEqual(['servers intranet', 'system intranet', 'servers other', 'system other']);
  });

  it('[SE5] names whose servers keep silent hold one thread of the system, and no other name', async () => {
    const { lookUp, asked } = open({
      servers: (name) => (name === 'good' ? Promise.resolve(['1.1.1.1']) : failing('ETIMEOUT')),
      system: () => new Promise(() => undefined),
    });
    for (let number = 0; number < 20; number += 1) void lookUp(`silent${number}`);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.filter((one) => one.startsWith('system'))).toEqual(['system silent0']);
    expect(await lookUp('good')).toEqual(['1.1.1.1']);
  });

  it('where no server can be reached the system is asked first, for ten minutes', async () => {
    const { lookUp, asked, pass } = open({
      servers: () => failing('ETIMEOUT'),
      system: async () => ['1.1.1.1'],
    });
    await lookUp('a');
    await lookUp('b');
    expect(asked).toEqual(['servers a', 'system a', 'system b']);
    pass(600_000);
    await lookUp('c');
    expect(asked.slice(3)).toEqual(['servers c', 'system c']);
  });

  it('a name that nobody knows is refused, and asked for again', async () => {
    const { lookUp, asked } = open({ servers: () => failing('ENOTFOUND') });
    await expect(lookUp('none')).rejects.toThrow('ENOTFOUND');
    await expect(lookUp('none')).rejects.toThrow('ENOTFOUND');
    expect(asked).toHaveLength(4);
  });

  it('[SE5] remembers so many names and no more', async () => {
    const { lookUp, asked } = open({ servers: async () => ['1.1.1.1'] });
    for (let number = 0; number < 300; number += 1) await lookUp(`n${number}`);
    await lookUp('n299');
    await lookUp('n0');
    expect(asked).toHaveLength(301);
  });
});
