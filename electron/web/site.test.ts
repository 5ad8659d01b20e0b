import { systemClock } from '../host/machine/system-clock.ts';
import { openSite } from '../host/site/site.ts';
import { siteContract } from '../host/site/site.contract.ts';
import { MEDIA_KEY_PARAMETER } from '#shared/ipc/media.ts';
import { namesItsOrigin, PageServer } from './http-server.ts';
import { KEY_LIFE_MS } from './page-access.ts';

const SILENT = { info: () => undefined, warn: () => undefined };
/** Node, like this browser, knows no `*.localhost`. */
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';

siteContract('the browser host', async (parts) => {
  const server = await PageServer.open(0, {
    platform: 'darwin',
    clock: systemClock,
    log: SILENT,
  });
  server.serve(openSite({ ...parts, mayWrite: namesItsOrigin }));
  const origin = `http://127.0.0.1:${server.port}`;
  const admission = server.access.admit(server.access.issueKey(KEY_LIFE_MS.opened));
  return {
    ask: (target, init) => {
      const address = new URL(`${origin}${target}`);
      address.searchParams.set(MEDIA_KEY_PARAMETER, admission?.mediaKey ?? '');
      const given = init?.headers as Record<string, string>;
      const own = new Headers({ 'user-agent': SAFARI, origin, ...given });
      return fetch(address, { ...init, headers: own });
    },
    close: () => server.close(),
  };
});
