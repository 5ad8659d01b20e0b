import type { IncomingMessage } from 'node:http';
import type { Site } from '../sites.ts';

/** Only pages of the same site may read the answers. */
export const corsHeaders = (request: IncomingMessage, site: Site): Record<string, string> => {
  const origin = request.headers.origin;
  if (origin === undefined || !URL.canParse(origin)) return {};
  if (!`.${new URL(origin).hostname}`.endsWith(`${site.cookieDomain}.localhost`)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  };
};
