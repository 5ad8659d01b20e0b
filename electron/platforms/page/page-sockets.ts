import * as z from 'zod';
import type { SocketFrame } from './adapter.ts';
import type { PageSession, SiteMap } from './page-session.ts';

const createdSchema = z.object({ requestId: z.string(), url: z.string() });
const navigatedSchema = z.object({ frame: z.object({ parentId: z.string().optional() }) });
const closedSchema = z.object({ requestId: z.string() });
const receivedSchema = z.object({
  requestId: z.string(),
  response: z.object({ opcode: z.number(), payloadData: z.string() }),
});
const TEXT = 1;
const BINARY = 2;
/** Kept until they are durable; of too many the oldest goes, and the list poll tells it. */
const MOST_KEPT = 2_000;
/** Characters in one frame; a longer one is dropped and counted. */
const LONGEST_FRAME = 4 * 1024 * 1024;

/**
 * What the page's own sockets receive, seen from outside (DevTools `Network`): the page cannot tell, and nothing of it is
 * changed. Frames are kept, bounded, until they are acknowledged.
 */
export class PageSockets {
  readonly #page: PageSession;
  readonly #sites: SiteMap;
  readonly #urls: readonly RegExp[];
  readonly #open = new Map<string, string>();
  readonly #undo: readonly (() => void)[];
  #kept: SocketFrame[] = [];
  #dropped = 0;
  #wake = (): void => {};

  constructor(page: PageSession, sites: SiteMap, urls: readonly RegExp[]) {
    this.#page = page;
    this.#sites = sites;
    this.#urls = urls;
    this.#undo = [
      page.on('Page.frameNavigated', (event) => this.#forgetLastDocument(event)),
      page.on('Network.webSocketCreated', (event) => this.#noteOpened(event)),
      page.on('Network.webSocketClosed', (event) => this.#noteClosed(event)),
      page.on('Network.webSocketFrameReceived', (event) => this.#keep(event)),
    ];
  }

  /** Before the page is loaded: a socket is known by its beginning. Nothing of the responses is kept for us. */
  async begin(): Promise<void> {
    await this.#page.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  }

  end(): void {
    for (const undo of this.#undo) undo();
    this.#wake();
  }

  /** What is kept, oldest first; waits for the first frame until `signal` is aborted. `dropped` are counted once. */
  async next(signal: AbortSignal): Promise<{
    readonly frames: readonly SocketFrame[];
    readonly dropped: number;
  }> {
    if (this.#kept.length === 0 && this.#dropped === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { frames: [...this.#kept], dropped };
  }

  /** These were taken for good. */
  acknowledge(frames: readonly SocketFrame[]): void {
    const done = new Set(frames);
    this.#kept = this.#kept.filter((frame) => !done.has(frame));
  }

  /**
   * It may have been another shop's. What this document's sockets brought before it was known whose page it is stays:
   * a codec knows the shop of each message, and a stream that spoke is not silent.
   */
  #forgetLastDocument(event: unknown): void {
    const navigated = navigatedSchema.safeParse(event);
    if (!navigated.success || navigated.data.frame.parentId !== undefined) return;
    this.#kept = [];
    this.#dropped = 0;
  }

  #noteOpened(event: unknown): void {
    const opened = createdSchema.safeParse(event);
    if (!opened.success) return;
    const { requestId, url } = opened.data;
    const real = this.#realUrlOf(url);
    if (this.#urls.some((pattern) => pattern.test(real))) this.#open.set(requestId, real);
  }

  /** `wss:` as the real site has it; a site map knows the addresses of pages. */
  #realUrlOf(url: string): string {
    const page = this.#sites.realUrlOf(url.replace(/^ws/u, 'http'));
    return page === null ? url : page.replace(/^http/u, 'ws');
  }

  #noteClosed(event: unknown): void {
    const closed = closedSchema.safeParse(event);
    if (closed.success) this.#open.delete(closed.data.requestId);
  }

  #keep(event: unknown): void {
    const received = receivedSchema.safeParse(event);
    if (!received.success) return;
    const { requestId, response } = received.data;
    const url = this.#open.get(requestId);
    if (url === undefined || (response.opcode !== TEXT && response.opcode !== BINARY)) return;
    if (response.payloadData.length > LONGEST_FRAME) this.#dropped += 1;
    else {
      const isBinary = response.opcode === BINARY;
      this.#kept.push({ url, data: response.payloadData, isBinary });
    }
    if (this.#kept.length > MOST_KEPT) {
      this.#kept.shift();
      this.#dropped += 1;
    }
    this.#wake();
  }
}
