import { Worker } from 'node:worker_threads';
import type { Log } from '../core/ports/log.ts';
import type { Routes } from '../network/route.ts';
import {
  carryRoute,
  type FromMediaWorker,
  type MediaWorkerInput,
  type ToMediaWorker,
} from './messages.ts';
import { MEDIA_REFUSAL_HEADER } from '#shared/ipc/media.ts';
import { assertNever } from '#shared/model/result.ts';

/** What the site answers for a foreign picture or video. */
export type MediaAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is nothing to show. It ends with an error when the source breaks off or breaks a limit. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
};

/** One request from this side: at most one piece of its body is on its way at a time. */
type Asking = {
  readonly address: string;
  readonly answered: PromiseWithResolvers<MediaAnswer>;
  readonly stopListening: () => void;
  body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null;
  pulled: PromiseWithResolvers<void> | null;
};

/** Some dozens of fetches, each with a picture's first megabyte at most. */
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 } as const;
const REMEMBERED_REFUSALS = 500;

/**
 * This side of the fetcher's thread. It starts with the first picture; when it breaks, what it had is answered as broken, and the
 * next picture begins another one.
 */
export class MediaThread {
  readonly #options: {
    readonly workerUrl: URL;
    readonly platforms: string | null;
    readonly routes: Routes;
    readonly log: Log;
  };
  readonly #asking = new Map<number, Asking>();
  /** Why the last pictures that were not shown were not. */
  readonly #refusals = new Map<string, string>();
  #worker: Worker | null = null;
  #lastId = 0;

  /** `workerUrl` is `worker.ts`, or what the build made of it; `platforms` the address of the simulated ones. */
  constructor(options: {
    readonly workerUrl: URL;
    readonly platforms: string | null;
    readonly routes: Routes;
    readonly log: Log;
  }) {
    this.#options = options;
  }

  /** Never rejects. A body that is cancelled, or a signal that is aborted, ends the fetch. */
  fetch(address: string, range: string | null, away: AbortSignal): Promise<MediaAnswer> {
    if (away.aborted) return Promise.resolve(refusedAs('network'));
    this.#lastId += 1;
    const id = this.#lastId;
    const leave = (): void => this.#cancel(id);
    away.addEventListener('abort', leave);
    const answered = Promise.withResolvers<MediaAnswer>();
    const stopListening = (): void => away.removeEventListener('abort', leave);
    this.#asking.set(id, { address, answered, stopListening, body: null, pulled: null });
    this.#post({ kind: 'fetch', id, address, range });
    return answered.promise;
  }

  /** Why an address was not shown when it was asked for last, as long as that is remembered. */
  refusalOf(address: string): string | null {
    return this.#refusals.get(address) ?? null;
  }

  /** Ends the thread; what is on its way is broken. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#end(worker);
    await worker?.terminate();
  }

  #post(message: ToMediaWorker): void {
    this.#worker ??= this.#begin();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(message);
  }

  #begin(): Worker {
    const { workerUrl, platforms, log } = this.#options;
    const worker = new Worker(workerUrl, {
      name: 'media',
      workerData: { platforms } satisfies MediaWorkerInput,
      resourceLimits: MEMORY,
    });
    worker.on('message', (message: FromMediaWorker) => this.#listen(message));
    worker.on('error', (error) => {
      log.warn('media.ended', { error });
      this.#end(worker);
    });
    worker.on('exit', () => this.#end(worker));
    // A picture keeps no process alive.
    worker.unref();
    return worker;
  }

  #listen(message: FromMediaWorker): void {
    switch (message.kind) {
      case 'log':
        return this.#options.log[message.level](message.event, message.detail);
      case 'answer': {
        const { id, status, headers, hasBody } = message;
        const asking = this.#asking.get(id);
        // Nobody waits for it any more.
        if (asking === undefined) return;
        if (!hasBody) {
          this.#forget(id);
          this.#noteRefusal(asking.address, headers[MEDIA_REFUSAL_HEADER] ?? '');
        }
        const body = hasBody ? this.#bodyOf(id, asking) : null;
        return asking.answered.resolve({ status, headers, body });
      }
      case 'piece': {
        const asking = this.#asking.get(message.id);
        asking?.body?.enqueue(message.bytes);
        return asking?.pulled?.resolve();
      }
      case 'askRoutes':
        return void this.#tellRoutes(message.askId, message.address);
      case 'end':
        return this.#forget(message.id)?.body?.close();
      case 'broken':
        return this.#forget(message.id)?.body?.error(new Error('the source broke off'));
      default:
        return assertNever(message);
    }
  }

  async #tellRoutes(askId: number, address: string): Promise<void> {
    const routes = await this.#options.routes(new URL(address));
    if (this.#worker !== null)
      this.#post({ kind: 'routes', askId, routes: routes.map(carryRoute) });
  }

  #noteRefusal(address: string, why: string): void {
    this.#refusals.delete(address);
    this.#refusals.set(address, why);
    if (this.#refusals.size <= REMEMBERED_REFUSALS) return;
    const [oldest] = this.#refusals.keys();
    if (oldest !== undefined) this.#refusals.delete(oldest);
  }

  #bodyOf(id: number, asking: Asking): MediaAnswer['body'] {
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        asking.body = controller;
      },
      pull: () => {
        asking.pulled = Promise.withResolvers();
        this.#post({ kind: 'pull', id });
        return asking.pulled.promise;
      },
      cancel: () => this.#cancel(id),
    });
  }

  #cancel(id: number): void {
    const asking = this.#forget(id);
    if (asking === undefined) return;
    this.#post({ kind: 'cancel', id });
    breakOff(asking);
  }

  /** Nothing more is heard of it. */
  #forget(id: number): Asking | undefined {
    const asking = this.#asking.get(id);
    this.#asking.delete(id);
    asking?.stopListening();
    asking?.pulled?.resolve();
    return asking;
  }

  #end(worker: Worker | null): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const all = [...this.#asking];
    for (const [id, asking] of all) {
      this.#forget(id);
      breakOff(asking);
    }
  }
}

const refusedAs = (why: string): MediaAnswer => ({
  status: 502,
  headers: { [MEDIA_REFUSAL_HEADER]: why },
  body: null,
});

/** Before its answer it is refused, later its body is broken; a body that was cancelled hears no more. */
const breakOff = ({ answered, body }: Asking): void => {
  answered.resolve(refusedAs('network'));
  try {
    body?.error(new Error('the fetch ended'));
  } catch {
    // It is closed.
  }
};
