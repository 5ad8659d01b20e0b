import { describe, expect, it } from 'vitest';
import type { CallName } from '#shared/ipc/call-names.ts';
import { CALLS, type CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { DeltaPublisher } from './delta-publisher.ts';
import { type Doorway, handleRequest, MAX_INPUT_CHARACTERS } from './guard.ts';

type Seen = { name: string; input: unknown };

/** Every call answers null and is written down; `more` replaces some of them. */
const startHandlers = (more: Partial<CallHandlers> = {}) => {
  const seen: Seen[] = [];
  const handlers = Object.fromEntries(
    (Object.keys(CALLS) as CallName[]).map((name) => [
      name,
      (input: unknown) => {
        seen.push({ name, input });
        return ok(null);
      },
    ]),
  );
  const lines: string[] = [];
  const note = (event: string, detail?: unknown) => {
    lines.push(`${event} ${JSON.stringify(detail)}`);
  };
  const doorway: Doorway = {
    handlers: { ...handlers, ...more } as unknown as CallHandlers,
    publisher: { flush: () => undefined },
    log: { info: note, warn: note },
  };
  return { doorway, seen, lines };
};

describe('the one doorway', () => {
  it('[SE2] passes a checked input on, without keys that the contract does not know', async () => {
    const { doorway, seen } = startHandlers();
    const result = await handleRequest(doorway, 'shops.retry', { shopId: 's1', extra: 1 });
    expect(result).toEqual({ ok: true, value: null });
    expect(seen).toEqual([{ name: 'shops.retry', input: { shopId: 's1' } }]);
  });

  it.each(['no.such', '', 'toString', '__proto__', 'constructor', 'x'.repeat(10_000)])(
    '[SE2] refuses a name that is not in the contract: %.20s',
    async (name) => {
      const { doorway, seen } = startHandlers();
      expect(await handleRequest(doorway, name, {})).toMatchObject({
        ok: false,
        error: { kind: 'ipc.invalidInput' },
      });
      expect(seen).toEqual([]);
    },
  );

  it.each([
    ['shops.retry', null],
    ['shops.retry', {}],
    ['shops.retry', { shopId: 7 }],
    ['messages.send', { shopId: 's', buyerPin: 'b', messageId: 'm', type: 'svg', content: 'x' }],
    ['links.openExternal', { url: 'file:///etc/passwd' }],
    ['links.openExternal', { url: 'javascript:alert(1)' }],
    ['links.openExternal', { url: 'https://evil.example\\@item.taobao.com/' }],
    ['links.openExternal', { url: 'https://item.taobao.com@evil.example/' }],
    ['links.openExternal', { url: 'https://item.taobao.com/\u202egpj' }],
    ['links.openExternal', { url: ' https://item.taobao.com/' }],
    ['links.openExternal', { url: 'https://ITEM.taobao.com' }],
    ['links.openExternal', { url: 'http://0x7f000001/' }],
    ['messages.loadPage', { shopId: 's', buyerPin: 'b', before: null, limit: 100_000 }],
  ])('[SE2] refuses an input outside the schema: %s %j', async (name, input) => {
    const { doorway, seen } = startHandlers();
    expect(await handleRequest(doorway, name, input)).toMatchObject({
      ok: false,
      error: { kind: 'ipc.invalidInput' },
    });
    expect(seen).toEqual([]);
  });

  it('[SE6] a refused input appears neither in the answer nor in the log', async () => {
    const { doorway, lines } = startHandlers();
    const result = await handleRequest(doorway, 'gateway.connect', {
      server: 'host',
      token: 'canary'.repeat(1000),
    });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result) + lines.join('')).not.toContain('canary');
    expect(lines).toHaveLength(1);
  });

  it('[SE2] refuses an input that is too large or too deep before any schema reads it', async () => {
    const { doorway, seen } = startHandlers();
    const large = { shopId: 's', more: 'x'.repeat(MAX_INPUT_CHARACTERS) };
    let deep: unknown = 1;
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    for (const input of [large, { shopId: 's', deep }]) {
      expect(await handleRequest(doorway, 'shops.retry', input)).toMatchObject({
        ok: false,
        error: { kind: 'ipc.invalidInput' },
      });
    }
    expect(seen).toEqual([]);
  });

  it('[SE2] never rejects: a handler that throws becomes ipc.failed, its cause goes to the log alone', async () => {
    const { doorway, lines } = startHandlers({
      'shops.retry': () => {
        throw new Error('inner words');
      },
      'shops.hidePage': () => Promise.reject(new Error('inner words')),
    });
    for (const name of ['shops.retry', 'shops.hidePage']) {
      const result = await handleRequest(doorway, name, { shopId: 's' });
      expect(result).toEqual({ ok: false, error: { kind: 'ipc.failed', detail: '' } });
    }
    expect(lines).toHaveLength(2);
  });

  it.each(['shops.retry', 'no.such'])(
    '[CV13] an answer goes behind every change that was published before it: %s',
    async (name) => {
      const order: string[] = [];
      const publisher = new DeltaPublisher({
        clock: { monotonicMs: () => 0, setTimer: () => () => undefined },
        epoch: 'life',
      });
      publisher.onFrame(({ cursor }) => order.push(`change ${cursor.seq}`));
      const { doorway } = startHandlers({
        'shops.retry': () => {
          publisher.publish({});
          return ok(null);
        },
      });
      publisher.publish({});
      await handleRequest({ ...doorway, publisher }, name, { shopId: 's' });
      order.push('answer');
      expect(order).toEqual(['change 1', 'answer']);
    },
  );

  it("hands a handler's own refusal through", async () => {
    const { doorway } = startHandlers({ 'shops.retry': () => refuse('shop.unknown', 's') });
    expect(await handleRequest(doorway, 'shops.retry', { shopId: 's' })).toEqual(
      refuse('shop.unknown', 's'),
    );
  });
});
