import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Log } from '../core/ports.ts';
import { plainAnswer, type Site } from '../host/site/site.ts';
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

/**
 * The browser host's server: 127.0.0.1 only, nothing without the session (SE3). It carries the site, and answers 503 until
 * `serve` was called.
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
  static async open(port: number, log: Log): Promise<PageServer> {
    const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
    return new PageServer(server, await listen(server, port), log);
  }

  /** The start address with the key. */
  get url(): string {
    return `http://${LOOPBACK}:${this.port}/?key=${this.gate.key}`;
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
    const admission = this.gate.admit(incoming);
    switch (admission.kind) {
      case 'refused':
        this.#log.warn('http.refused', { why: admission.why });
        return plainAnswer(403, 'Open the address that the program printed when it started.');
      case 'exchange':
        return plainAnswer(303, '', { 'set-cookie': admission.setCookie, location: '/' });
      case 'admitted':
        if (targetOf(incoming) === null) return plainAnswer(400);
        return this.#site === null ? plainAnswer(503, 'Starting.') : this.#site(request);
    }
  }
}
