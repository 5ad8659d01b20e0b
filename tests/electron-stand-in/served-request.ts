import { headersOfOwnScheme } from './rules.ts';

/** A request as the protocol shows it. */
export type PausedRequest = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly postDataEntries?: readonly { readonly bytes?: string }[];
};

type Answer = {
  readonly responseCode: number;
  readonly responseHeaders: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
};

const types = new Map<string, string>();

/** Of what was served at this address last; the protocol does not say of what type a download is. */
export const typeServedAt = (url: string): string => types.get(url) ?? '';

/** A request that Chromium paused, answered by what the app handles its scheme with. */
export const serveRequest = async (
  serve: (request: Request) => Response | Promise<Response>,
  url: string,
  { method, headers, postDataEntries = [] }: PausedRequest,
): Promise<Answer> => {
  const body = Buffer.concat(postDataEntries.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')));
  const request = new Request(url, {
    method,
    headers: headersOfOwnScheme(headers),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  const response = await serve(request);
  types.set(url, response.headers.get('content-type') ?? '');
  return {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
};
