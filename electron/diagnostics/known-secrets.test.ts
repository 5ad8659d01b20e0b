import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { KnownSecrets } from './known-secrets.ts';

const SHOP = asShopId('a');
const MARK = /\[secret:[0-9a-f]{8}\]/gu;

const start = () => {
  let nowMs = 0;
  const secrets = new KnownSecrets({ monotonicMs: () => nowMs });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { secrets, pass };
};

describe('[SE6] the secrets that are known', () => {
  it('one inside of another and two that overlap leave nothing of either behind', () => {
    const { secrets } = start();
    for (const secret of ['abcdefgh', 'cdef', 'efgh1234']) secrets.add(secret);
    expect(secrets.clean('x abcdefgh y').replaceAll(MARK, '#')).toBe('x # y');
    expect(secrets.clean('x abcdefgh1234 y').replaceAll(MARK, '#')).toBe('x # y');
    expect(secrets.clean('cdefcdef').replaceAll(MARK, '#')).toBe('##');
    expect(secrets.clean('abcd efgh')).toBe('abcd efgh');
  });

  it('whatever they are and wherever they stand, none is left, and what stands around them is', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 }));
    fc.assert(
      fc.property(texts, texts, (given, pieces) => {
        const { secrets } = start();
        for (const secret of given) secrets.add(secret);
        const cleaned = secrets.clean(['<', ...pieces, '>'].join('-')).replaceAll(MARK, '#');
        for (const secret of given) if (secret.length >= 4) expect(cleaned).not.toContain(secret);
        expect(cleaned).toMatch(/^<-.*>$/u);
      }),
    );
  });

  it('half of a surrogate pair in a cookie is no fault', () => {
    const { secrets } = start();
    secrets.addCookies(SHOP, new Secret('sid=abcdefgh\ud800; uid=1'));
    expect(secrets.clean('got abcdefgh\ud800')).toMatch(/^got \[secret:/u);
  });
});

describe('[GW15] cookies that were replaced', () => {
  it('are known for ten minutes more, the one of now and the values that it keeps for ever', () => {
    const { secrets, pass } = start();
    const isKnown = (text: string): boolean => secrets.clean(text) !== text;
    secrets.addCookies(SHOP, new Secret('sid=first-0001; uid=stays-0001'));
    pass(86_400_000);
    secrets.addCookies(SHOP, new Secret('sid=second-002; uid=stays-0001'));
    pass(599_000);
    secrets.addCookies(asShopId('b'), new Secret('sid=other-00001'));
    expect(['first-0001', 'second-002', 'stays-0001'].map(isKnown)).toEqual([true, true, true]);
    pass(2_000);
    secrets.addCookies(asShopId('b'), new Secret('sid=other-00002'));
    expect(['first-0001', 'second-002', 'stays-0001'].map(isKnown)).toEqual([false, true, true]);
  });

  it('ten thousand pushes are soon known, and a line costs little after them', () => {
    const { secrets } = start();
    const cpuMs = (work: () => void): number => {
      const from = process.threadCpuUsage();
      work();
      return process.threadCpuUsage(from).user / 1_000;
    };
    const pushed = cpuMs(() => {
      for (let number = 0; number < 10_000; number += 1) {
        const values = Array.from({ length: 8 }, (_, key) => `k${key}=value-${key}-${number}-abc`);
        secrets.addCookies(SHOP, new Secret(values.join('; ')));
      }
    });
    // One sort of all that is known a push took minutes.
    expect(pushed).toBeLessThan(10_000);
    const words = '登录失败 value-3-77-abc '.repeat(20);
    const cleaned = cpuMs(() => {
      for (let line = 0; line < 100; line += 1) secrets.clean(words);
    });
    expect(cleaned).toBeLessThan(1_000);
  });
});
