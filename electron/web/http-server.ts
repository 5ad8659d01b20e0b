import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { jsonAnswer, plainAnswer, type Site } from '../host/site/site.ts';
import { ADMISSION_PATH, admissionRequestSchema, KEY_MARK } from '#shared/ipc/admission.ts';
import { MEDIA_KEY_PARAMETER, MEDIA_PATH, OUTGOING_PATH } from '#shared/ipc/media.ts';
import { HostGate, targetOf } from './host-gate.ts';
import { PageAccess } from './page-access.ts';
import { RefusalLog } from './refusal-log.ts';

const LOOPBACK = '127.0.0.1';
const MAX_CONNECTIONS = 256;
const MAX_ADMISSION_BYTES = 1024;
/** Nothing of a person stands in the other paths: they are the page itself, which everybody may read. */
const NEEDS_MEDIA_KEY: ReadonlySet<string> = new Set([MEDIA_PATH, OUTGOING_PATH]);

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

/** A write: `Origin`, whose value the gate has judged, must be there. */
export const namesItsOrigin = (request: Request): boolean => request.headers.has('origin');

/**
 * A source that breaks off, or a page that looked away, ends the connection: the page sees a broken picture, nothing else. The
 * library would print the error, and our stdout carries the ready line alone.
 */
const endingQuietly = (answer: Response, outgoing: ServerResponse): Response => {
  if (answer.body === null) return answer;
  const reader = answer.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        outgoing.destroy();
        controller.close();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, answer);
};

/** The text of a small body; null where it is larger, or breaks off. */
const readSmall = async (request: Request): Promise<string | null> => {
  let text = '';
  try {
    for await (const piece of request.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (text.length > MAX_ADMISSION_BYTES) return null;
    }
    return text;
  } catch {
    return null;
  }
};

const keyIn = (text: string | null): string | null => {
  try {
    return admissionRequestSchema.parse(JSON.parse(text ?? '')).key;
  } catch {
    return null;
  }
};

/**
 * The browser host's server: 127.0.0.1 only, under the host name of this run (SE3). The page itself is served to whoever knows that
 * name, for it can do nothing without being admitted; pictures and uploads ask for the media key. It answers 503 until
 * `serve` was called.
 */
export class PageServer {
  readonly server: Server;
  readonly port: number;
  readonly gate: HostGate;
  readonly access: PageAccess;
  readonly refusals: RefusalLog;
  #site: Site | null = null;

  private constructor(server: Server, port: number, parts: PageServerParts) {
    this.server = server;
    this.port = port;
    this.gate = new HostGate(port, parts.platform);
    this.access = new PageAccess(parts.clock);
    this.refusals = new RefusalLog(parts.clock, parts.log);
    const carry = getRequestListener(
      async (request, { incoming, outgoing }) => {
        // The library can also carry HTTP/2, which this server does not speak.
        const answer = await this.#answer(request, incoming as IncomingMessage);
        return endingQuietly(answer, outgoing as ServerResponse);
      },
      {
        overrideGlobalObjects: false,
        // No request can be made of it: its address or its host is none, so nothing is there.
        errorHandler: () => plainAnswer(404),
      },
    );
    server.on('request', (incoming, outgoing) => void carry(incoming, outgoing));
  }

  /** Takes the port (0: any free one); rejects with `PortBusy`. */
  static async open(port: number, parts: PageServerParts): Promise<PageServer> {
    const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
    server.maxConnections = MAX_CONNECTIONS;
    return new PageServer(server, await listen(server, port), parts);
  }

  /** A start address, with a key that is good once and for so long. */
  addressFor(lifeMs: number, host = this.gate.host): string {
    return `http://${host}/#${KEY_MARK}=${this.access.issueKey(lifeMs)}`;
  }

  /** The port is taken before anything is opened, so the site comes later. */
  serve(site: Site): void {
    this.#site = site;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  async #answer(request: Request, incoming: IncomingMessage): Promise<Response> {
    const refusal = this.gate.refusalOf(incoming);
    if (refusal !== null) return this.#refuse(refusal);
    const target = targetOf(incoming);
    if (target === null) return plainAnswer(400);
    if (target.pathname === ADMISSION_PATH) return this.#admit(request);
    const mediaKey = target.searchParams.get(MEDIA_KEY_PARAMETER) ?? '';
    if (NEEDS_MEDIA_KEY.has(target.pathname) && !this.access.isMediaKey(mediaKey)) {
      return this.#refuse('mediaKey');
    }
    return this.#site === null ? plainAnswer(503, 'Starting.') : this.#site(request);
  }

  async #admit(request: Request): Promise<Response> {
    if (request.method !== 'POST') return plainAnswer(405);
    const isJson = request.headers.get('content-type') === 'application/json';
    if (!namesItsOrigin(request) || !isJson) return this.#refuse('form');
    const key = keyIn(await readSmall(request));
    const admission = key === null ? null : this.access.admit(key);
    return admission === null ? this.#refuse('key') : jsonAnswer(admission);
  }

  #refuse(why: string): Response {
    this.refusals.note('http.refused', why);
    return plainAnswer(403, 'Open the address that the program printed when it started.');
  }
}

export type PageServerParts = {
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Log;
};
