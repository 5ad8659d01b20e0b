import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../host/machine/system-clock.ts';
import { pageKit } from '../adapter/page-kit.ts';
import { installScript, type InstalledScript } from './page-script.ts';
import type { PageSession } from './page-session.ts';

/** A page of bare script, in which `before` has run: what it changes is what the adapter's script meets. */
const pageWith = async (before: string, script: string): Promise<InstalledScript> => {
  const context = createContext({});
  runInContext(before, context);
  const objects: unknown[] = [];
  const send = async (method: string, parameters: Readonly<Record<string, unknown>> = {}) => {
    if (method === 'Runtime.evaluate') {
      objects.push(runInContext(String(parameters['expression']), context));
      return { result: { objectId: '0' } };
    }
    const call = runInContext(`(${String(parameters['functionDeclaration'])})`, context) as (
      ...given: unknown[]
    ) => Promise<unknown>;
    const given = (parameters['arguments'] as { value: unknown }[]).map(({ value }) => value);
    return { result: { value: await call.apply(objects[0], given) } };
  };
  const page = { send } as unknown as PageSession;
  const installed = await installScript(page, systemClock, `(${script})`, null);
  if (installed === null) throw new Error('nothing was installed');
  return installed;
};

const SCRIPT = `{
  small: () => ({ a: 1 }),
  nothing: () => undefined,
  large: () => 'x'.repeat(10 * 1024 * 1024),
  cyclic: () => { const one = {}; one.self = one; return one; },
  long: () => { throw new Error('y'.repeat(1000)); },
  odd: () => { throw { get message() { throw 1; } }; },
}`;

describe('InstalledScript', () => {
  it('[SE8] hands up what it can, bounded, and says what it cannot', async () => {
    const script = await pageWith('', SCRIPT);
    const call = (name: string): Promise<unknown> => script.call(name, [], 1_000);
    expect(await call('small')).toEqual({ a: 1 });
    expect(await call('nothing')).toBeNull();
    await expect(call('large')).rejects.toThrow('the answer of large is too large');
    await expect(call('cyclic')).rejects.toThrow(/circular/u);
    await expect(call('long')).rejects.toThrow('the page threw');
    await expect(call('odd')).rejects.toThrow('the page threw');
    await expect(call('missing')).rejects.toThrow(/is not a function/u);
    expect(script.isLost).toBe(false);
  });

  it.each([
    ['JSON answers no text', `JSON.stringify = () => ({ length: 0 })`, 'is no JSON'],
    ['JSON answers words', `JSON.stringify = () => 'words'`, 'is no JSON'],
    ['JSON answers too much', `JSON.stringify = () => 'x'.repeat(9e6)`, 'is too large'],
    ['JSON throws a lot', `JSON.stringify = () => { throw 'x'.repeat(9e6); }`, 'undefined'],
  ])('[SE8] in a page where %s', async (_what, before, why) => {
    const script = await pageWith(before, SCRIPT);
    const failure: unknown = await script.call('small', [], 1_000).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ScriptThrew' });
    expect((failure as Error).message.length).toBeLessThan(400);
    expect((failure as Error).message).toContain(why);
  });

  it('[SE8] in a page that has changed Promise, Array and Object', async () => {
    const script = await pageWith(
      `Promise = class { static resolve() { return { then: () => 'x'.repeat(9e6) }; } };
       Array.prototype.map = () => 1; Object.keys = () => []; String.prototype.slice = () => 'z'.repeat(9e6);`,
      SCRIPT,
    );
    expect(await script.call('small', [], 1_000)).toEqual({ a: 1 });
  });
});

describe('what the kit keeps', () => {
  const kit = () => {
    const made = pageKit();
    const script = made.script({
      shape: () => ({}),
      identity: () => Promise.resolve(null),
      operations: {},
    });
    return {
      push: made.push,
      drain: (after: number, waitMs: number) => script.drain(after, waitMs),
    };
  };

  it('[SE8] one event that is too long or no JSON is counted, and does not hold up the others', async () => {
    const { push, drain } = kit();
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    push('a', 1);
    push('b', 'x'.repeat(2 * 1024 * 1024));
    push('c', cyclic);
    push('d', 2);
    const drained = await drain(0, 10);
    expect(drained.dropped).toBe(2);
    expect(drained.events.map(({ kind }) => kind)).toEqual(['a', 'd']);
  });

  it('[SE8] much comes in portions that each fit into one answer', async () => {
    const { push, drain } = kit();
    for (let index = 0; index < 6; index += 1) push('a', 'x'.repeat(900 * 1024));
    let after = 0;
    const portions: number[] = [];
    while (after < 6) {
      const { events } = await drain(after, 10);
      portions.push(events.length);
      after = events.at(-1)?.seq ?? after;
    }
    expect(portions).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
