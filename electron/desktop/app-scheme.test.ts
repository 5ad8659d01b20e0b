import { describe, expect, it, vi } from 'vitest';
import { openSite } from '../host/site/site.ts';
import { siteContract } from '../host/site/site.contract.ts';
import { isFromOwnPage, serveAppScheme } from './app-scheme.ts';

vi.mock('electron', () => ({ protocol: { registerSchemesAsPrivileged: () => undefined } }));

type Handler = (request: Request) => Promise<Response>;

const handlerOf = (site: Handler): Handler => {
  const handlers: Handler[] = [];
  const session = { protocol: { handle: (_scheme: string, run: Handler) => handlers.push(run) } };
  serveAppScheme(session as never, site);
  const [handler] = handlers;
  if (handler === undefined) throw new Error('nothing is served');
  return handler;
};

// Electron's loader of a scheme adds no `Origin`, so the suite's uploads come without one.
siteContract('the desktop host', (parts) => {
  const handle = handlerOf(openSite({ ...parts, mayWrite: isFromOwnPage }));
  return Promise.resolve({
    ask: (target, init) => handle(new Request(`app://duodian${target}`, init)),
    close: () => Promise.resolve(),
  });
});

describe('app://duodian/', () => {
  it('[SE1] is one host: nothing is served at another', async () => {
    const handle = handlerOf((request) => Promise.resolve(new Response(request.url)));
    expect((await handle(new Request('app://other/'))).status).toBe(404);
    expect(await (await handle(new Request('app://duodian/x'))).text()).toBe('app://duodian/x');
  });

  it('[SE1] a write is of our own page when it names it or, as in Electron, names none', () => {
    const isOwn = (headers: Record<string, string>): boolean =>
      isFromOwnPage(new Request('app://duodian/outgoing', { method: 'POST', headers }));
    expect([isOwn({}), isOwn({ origin: 'app://duodian' })]).toEqual([true, true]);
    expect([isOwn({ origin: 'https://evil.example' }), isOwn({ origin: 'null' })]).toEqual([
      false,
      false,
    ]);
  });
});
