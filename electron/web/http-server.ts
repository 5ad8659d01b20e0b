import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Log } from '../core/ports.ts';
import { COMMON_HEADERS, contentSecurityPolicy } from '../host/site/content-security-policy.ts';
import type { RendererFiles } from '../host/site/renderer-files.ts';
import type { MediaFetcher } from '../media/fetcher.ts';
import type { OutgoingFiles } from '../media/outgoing-files.ts';
import { MEDIA_PATH, OUTGOING_PATH } from '#shared/ipc/media.ts';
import { SessionGate, targetOf } from './session-gate.ts';

const LOOPBACK = '127.0.0.1';

/** The port that was asked for belongs to another program. */
export class PortBusy extends Error {
  constructor(port: number) {
    super(`port ${port} is in use`);
    this.name = 'PortBusy';
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortBusy(port) : error),
    );
    server.listen({ host: LOOPBACK, port, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });

/** What is served; handed in once it exists, because the port is taken before anything is opened. */
export type Site = {
  readonly files: RendererFiles;
  readonly media: MediaFetcher;
  readonly outgoing: OutgoingFiles;
};

/**
 * The browser host's server: 127.0.0.1 only, nothing without the session (SE3), reads only but for files to send. It answers
 * 503 until `serve` was called.
 */
export class PageServer {
  readonly server: Server;
  readonly port: number;
  readonly gate: SessionGate;
  readonly #log: Log;
  #site: Site | null = null;

  private constructor(server: Server, port: number, log: Log) {
    this.server = server;
    this.port = port;
    this.gate = new SessionGate(port);
    this.#log = log;
    server.on('request', (request, response) => {
      void this.#answer(request, response).catch((error: unknown) => {
        this.#log.warn('http.failed', { error });
        response.destroy();
      });
    });
  }

  /** Takes the port (0: any free one); rejects with `PortBusy`. */
  static async open(port: number, log: Log): Promise<PageServer> {
    const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
    return new PageServer(server, await listen(server, port), log);
  }

  /** The start address with the key. */
  get url(): string {
    return `http://${LOOPBACK}:${this.port}/?key=${this.gate.key}`;
  }

  serve(site: Site): void {
    this.#site = site;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
    const admission = this.gate.admit(request);
    switch (admission.kind) {
      case 'refused':
        this.#log.warn('http.refused', { why: admission.why });
        end(response, 403, 'Open the address that the program printed when it started.');
        return;
      case 'exchange':
        response.setHeader('set-cookie', admission.setCookie);
        response.setHeader('location', '/');
        end(response, 303, '');
        return;
      case 'admitted':
        if (isUpload(request)) await this.#keep(request, response);
        else if (request.method !== 'GET' && request.method !== 'HEAD') end(response, 405, '');
        else if (this.#site === null) end(response, 503, 'Starting.');
        else await this.#serve(this.#site, request, response);
    }
  }

  async #serve(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = targetOf(request);
    if (url === null) return end(response, 400, '');
    if (url.pathname === MEDIA_PATH) return this.#media(site.media, url, request, response);
    if (url.pathname === OUTGOING_PATH) {
      return showOutgoing(await site.outgoing.find(url.searchParams.get('f') ?? ''), response);
    }
    const file = site.files.find(url.pathname);
    // Browsers ask for it unasked; without one they need no error in the console.
    if (file === null && url.pathname === '/favicon.ico') return end(response, 204, '');
    if (file === null) return end(response, 404, 'Not found.');
    response.setHeader('content-security-policy', this.#policy(request));
    response.setHeader('content-type', file.contentType);
    response.setHeader('cache-control', file.cacheControl);
    response.setHeader('content-length', file.body.length);
    response.end(request.method === 'HEAD' ? undefined : file.body);
  }

  /** A write: here `Origin` must be there, and right. */
  async #keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.origin === undefined) return end(response, 403, '');
    if (this.#site === null) return end(response, 503, 'Starting.');
    const kept = await this.#site.outgoing.keep(request);
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-store');
    response.end(JSON.stringify(kept));
  }

  /** The host was checked by the gate, so it is one of ours. */
  #policy(request: IncomingMessage): string {
    return contentSecurityPolicy([`ws://${request.headers.host ?? ''}`]);
  }

  async #media(
    media: MediaFetcher,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const answer = await media.fetch(
      url.searchParams.get('u') ?? '',
      request.headers.range ?? null,
      gone.signal,
    );
    response.writeHead(answer.status, { ...answer.headers });
    if (answer.body === null || request.method === 'HEAD') {
      answer.body?.destroy();
      response.end();
      return;
    }
    // A source that breaks off, or a page that looked away: the page sees a broken picture, nothing else.
    await pipeline(answer.body, response).catch(() => response.destroy());
  }
}

const isUpload = (request: IncomingMessage): boolean =>
  request.method === 'POST' && targetOf(request)?.pathname === OUTGOING_PATH;

const showOutgoing = (
  file: Awaited<ReturnType<OutgoingFiles['find']>>,
  response: ServerResponse,
): void => {
  if (file === null) return end(response, 404, '');
  response.writeHead(200, {
    'content-type': file.mimeType,
    'content-length': file.bytes.length,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=3600',
  });
  response.end(file.bytes);
};

const end = (response: ServerResponse, status: number, text: string): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'none'");
  response.setHeader('cache-control', 'no-store');
  response.end(text);
};
