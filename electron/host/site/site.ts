import { Readable } from 'node:stream';
import type { Log } from '../../core/ports/log.ts';
import type { MediaThread } from '../../media/media-thread.ts';
import type { OutgoingFiles } from '../../media/outgoing-files.ts';
import { nameToSave, savedAs } from '../../media/saved-name.ts';
import {
  MEDIA_PATH,
  MEDIA_REFUSAL_HEADER,
  OUTGOING_PATH,
  SAVE_PARAMETER,
  WHY_PARAMETER,
} from '#shared/ipc/media.ts';
import { COMMON_HEADERS, contentSecurityPolicy } from './content-security-policy.ts';
import type { RendererFiles } from './renderer-files.ts';

/** All that our own page loads, whichever host carries it. Never rejects. */
export type Site = (request: Request) => Promise<Response>;

export type SiteParts = {
  readonly files: RendererFiles;
  readonly media: Pick<MediaThread, 'fetch' | 'refusalOf'>;
  readonly outgoing: OutgoingFiles;
  readonly log: Log;
  /** Whether a request that writes comes from our own page. How that is known differs: Electron's loader sends no `Origin`. */
  readonly mayWrite: (request: Request) => boolean;
};

type Headers = Readonly<Record<string, string>>;
/** What Node's `Response` takes as a body; the DOM's name for it is not ours. */
type Body = ConstructorParameters<typeof Response>[0];

const answer = (status: number, headers: Headers, body: Body): Response =>
  new Response(body, { status, headers: { ...COMMON_HEADERS, ...headers } });

/** An answer without content of ours: it may do nothing, and nothing keeps it. */
export const plainAnswer = (status: number, text = '', headers: Headers = {}): Response =>
  answer(
    status,
    {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
      ...headers,
    },
    text === '' ? null : text,
  );

/** JSON of ours, kept nowhere. */
export const jsonAnswer = (value: unknown): Response =>
  answer(
    200,
    { 'content-type': 'application/json', 'cache-control': 'no-store' },
    JSON.stringify(value),
  );

/**
 * The page and its files, `/media` (SE5) and `/outgoing`. It is told apart by method and path alone; who may ask at all is the
 * host's business. Bodies flow: neither a video nor an upload is held in memory, and a request that is cancelled ends its fetch.
 */
export const openSite = (parts: SiteParts): Site => {
  const serve = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const isUpload = request.method === 'POST' && url.pathname === OUTGOING_PATH;
    if (isUpload) return parts.mayWrite(request) ? keep(parts.outgoing, request) : plainAnswer(403);
    if (request.method !== 'GET' && request.method !== 'HEAD') return plainAnswer(405);
    if (url.pathname === MEDIA_PATH) return fetchMedia(parts.media, url, request);
    if (url.pathname === OUTGOING_PATH) return showOutgoing(parts.outgoing, url);
    return showFile(parts.files, url);
  };
  return async (request) => {
    try {
      const full = await serve(request);
      return request.method === 'HEAD' ? await withoutBody(full) : full;
    } catch (error) {
      parts.log.warn('site.failed', { error });
      return plainAnswer(500);
    }
  };
};

const keep = async (outgoing: OutgoingFiles, request: Request): Promise<Response> => {
  return jsonAnswer(await outgoing.keep(request.body ?? Readable.from([])));
};

/** SE9: where the page asks to save, what a browser is told to keep the answer as. */
const savedWith = (url: URL, contentType: string | undefined): Headers => {
  const name = nameToSave(url, contentType);
  return name === null ? {} : { 'content-disposition': savedAs(name) };
};

const fetchMedia = async (
  media: SiteParts['media'],
  url: URL,
  request: Request,
): Promise<Response> => {
  const address = url.searchParams.get('u') ?? '';
  if (url.searchParams.has(WHY_PARAMETER)) {
    return plainAnswer(204, '', { [MEDIA_REFUSAL_HEADER]: media.refusalOf(address) ?? '' });
  }
  // What is saved is saved whole.
  const range = url.searchParams.has(SAVE_PARAMETER) ? null : request.headers.get('range');
  const got = await media.fetch(address, range, request.signal);
  if (got.body === null) return plainAnswer(got.status, '', got.headers);
  const saved = savedWith(url, got.headers['content-type']);
  return answer(got.status, { ...got.headers, ...saved }, got.body);
};

const showOutgoing = async (outgoing: OutgoingFiles, url: URL): Promise<Response> => {
  const file = await outgoing.open(url.searchParams.get('f') ?? '');
  if (file === null) return plainAnswer(404);
  const headers = {
    'content-type': file.type,
    'content-length': `${file.bytes}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=3600',
    ...savedWith(url, file.type),
  };
  return answer(200, headers, file.body);
};

const showFile = (files: RendererFiles, url: URL): Response => {
  const file = files.find(url.pathname);
  // Browsers ask for it unasked; without one they need no error in the console.
  if (file === null && url.pathname === '/favicon.ico') return plainAnswer(204);
  if (file === null) return plainAnswer(404, 'Not found.');
  const headers = {
    'content-type': file.contentType,
    'content-length': `${file.body.length}`,
    'cache-control': file.cacheControl,
    'content-security-policy': contentSecurityPolicy(socketsOf(url)),
  };
  return answer(200, headers, file.body);
};

/** Served over http the page speaks to its host over a WebSocket of the same address; at `app://` it has a bridge. */
const socketsOf = (url: URL): readonly string[] =>
  url.protocol === 'http:' ? [`ws://${url.host}`] : [];

const withoutBody = async (full: Response): Promise<Response> => {
  await full.body?.cancel();
  return new Response(null, { status: full.status, headers: full.headers });
};
