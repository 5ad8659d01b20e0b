import { describe, expect, it } from 'vitest';
import { CALLS, type CallHandlers, type CallName } from '#shared/ipc/contract.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { handleRequest, MAX_INPUT_CHARACTERS } from './guard.ts';

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
  return {
    handlers: { ...handlers, ...more } as unknown as CallHandlers,
    seen,
    lines,
    log: { info: note, warn: note },
  };
};

describe('the one doorway', () => {
  it('[SE2] passes a checked input on, without keys that the contract does not know', async () => {
    const { handlers, seen } = startHandlers();
    const result = await handleRequest(handlers, 'shops.retry', { shopId: 's1', extra: 1 });
    expect(result).toEqual({ ok: true, value: null });
    expect(seen).toEqual([{ name: 'shops.retry', input: { shopId: 's1' } }]);
  });

  it.each(['no.such', '', 'toString', '__proto__', 'constructor', 'x'.repeat(10_000)])(
    '[SE2] refuses a name that is not in the contract: %.20s',
    async (name) => {
      const { handlers, seen, log } = startHandlers();
      expect(await handleRequest(handlers, name, {}, log)).toMatchObject({
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
    const { handlers, seen, log } = startHandlers();
    expect(await handleRequest(handlers, name, input, log)).toMatchObject({
      ok: false,
      error: { kind: 'ipc.invalidInput' },
    });
    expect(seen).toEqual([]);
  });

  it('[SE6] a refused input appears neither in the answer nor in the log', async () => {
    const { handlers, lines, log } = startHandlers();
    const result = await handleRequest(
      handlers,
      'gateway.connect',
      { server: 'host', token: 'canary'.repeat(1000) },
      log,
    );
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result) + lines.join('')).not.toContain('canary');
    expect(lines).toHaveLength(1);
  });

  it('[SE2] refuses an input that is too large or too deep before any schema reads it', async () => {
    const { handlers, seen } = startHandlers();
    const large = { shopId: 's', more: 'x'.repeat(MAX_INPUT_CHARACTERS) };
    let deep: unknown = 1;
    for (let depth = 0; depth < 10_000; depth += 1) deep = { deep };
    for (const input of [large, { shopId: 's', deep }]) {
      expect(await handleRequest(handlers, 'shops.retry', input)).toMatchObject({
        ok: false,
        error: { kind: 'ipc.invalidInput' },
      });
    }
    expect(seen).toEqual([]);
  });

  it('[SE2] never rejects: a handler that throws becomes ipc.failed, its cause goes to the log alone', async () => {
    const { handlers, lines, log } = startHandlers({
      'shops.retry': () => {
        throw new Error('inner words');
      },
      'shops.hidePage': () => Promise.reject(new Error('inner words')),
    });
    for (const name of ['shops.retry', 'shops.hidePage']) {
      const result = await handleRequest(handlers, name, { shopId: 's' }, log);
      expect(result).toEqual({ ok: false, error: { kind: 'ipc.failed', detail: '' } });
    }
    expect(lines).toHaveLength(2);
  });

  it("hands a handler's own refusal through", async () => {
    const { handlers } = startHandlers({ 'shops.retry': () => refuse('shop.unknown', 's') });
    expect(await handleRequest(handlers, 'shops.retry', { shopId: 's' })).toEqual(
      refuse('shop.unknown', 's'),
    );
  });
});
