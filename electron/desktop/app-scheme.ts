import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import { COMMON_HEADERS, contentSecurityPolicy } from '../host/site/content-security-policy.ts';
import type { RendererFiles } from '../host/site/renderer-files.ts';
import type { MediaFetcher } from '../media/fetcher.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';
import { MEDIA_PATH, OUTGOING_PATH } from '#shared/ipc/media.ts';
import { APP_ORIGIN, APP_SCHEME } from './channels.ts';

/** Before `app` is ready: the scheme counts as a secure origin of its own; a file: page would be able to read files. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
};

/** What Node's `Response` takes as a body; the DOM's name for it is not ours. */
type Body = ConstructorParameters<typeof Response>[0];

const answer = (status: number, headers: Readonly<Record<string, string>>, body: Body): Response =>
  new Response(body, { status, headers: { ...COMMON_HEADERS, ...headers } });

const fetchMedia = async (media: MediaFetcher, url: URL, request: Request): Promise<Response> => {
  const got = await media.fetch(
    url.searchParams.get('u') ?? '',
    request.headers.get('range'),
    request.signal,
  );
  if (got.body === null) return answer(got.status, got.headers, null);
  return answer(got.status, got.headers, Readable.toWeb(got.body));
};

const answerOutgoing = async (
  outgoing: OutgoingFiles,
  url: URL,
  request: Request,
): Promise<Response> => {
  if (request.method === 'POST') {
    // Only the page itself: a foreign one could not read the answer, but it must not write either.
    if (request.headers.get('origin') !== APP_ORIGIN) return answer(403, {}, null);
    const kept = await outgoing.keep(request.body ?? emptyBody());
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    return answer(200, headers, JSON.stringify(kept));
  }
  if (request.method !== 'GET') return answer(405, {}, null);
  const file = await outgoing.find(url.searchParams.get('f') ?? '');
  if (file === null) return answer(404, {}, null);
  const headers = {
    'content-type': file.mimeType,
    'content-security-policy': "default-src 'none'; sandbox",
  };
  return answer(200, headers, new Uint8Array(file.bytes));
};

const emptyBody = (): AsyncIterable<Uint8Array> => Readable.from([]);

/** Serves the page and its media at app://duodian/ of one session, with the same headers as the browser host. */
export const serveAppScheme = (
  session: Session,
  site: {
    readonly files: RendererFiles;
    readonly media: MediaFetcher;
    readonly outgoing: OutgoingFiles;
  },
): void => {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return answer(404, {}, null);
    if (url.pathname === OUTGOING_PATH) return answerOutgoing(site.outgoing, url, request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, {}, null);
    if (url.pathname === MEDIA_PATH) return fetchMedia(site.media, url, request);
    const file = site.files.find(url.pathname);
    if (file === null) return answer(404, {}, null);
    return answer(
      200,
      {
        'content-type': file.contentType,
        'cache-control': file.cacheControl,
        'content-security-policy': contentSecurityPolicy([]),
      },
      new Uint8Array(file.body),
    );
  });
};
