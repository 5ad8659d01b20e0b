import { openSite } from '../host/site/site.ts';
import { siteContract } from '../host/site/site.contract.ts';
import { namesItsOrigin, PageServer } from './http-server.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

siteContract('the browser host', async (parts) => {
  const server = await PageServer.open(0, SILENT);
  server.serve(openSite({ ...parts, mayWrite: namesItsOrigin }));
  const origin = new URL(server.url).origin;
  const { headers } = await fetch(server.url, { redirect: 'manual' });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    ask: (target, init) => {
      const own = new Headers({ cookie, origin, ...(init?.headers as Record<string, string>) });
      return fetch(`${origin}${target}`, { ...init, headers: own });
    },
    close: () => server.close(),
  };
});
