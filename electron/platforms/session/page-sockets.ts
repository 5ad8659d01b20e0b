import * as z from 'zod';
import type { SocketFrame } from '../adapter/adapter.ts';
import { OVERSIZED_EVENT, type PageSession, type SiteMap } from './page-session.ts';

const createdSchema = z.object({ requestId: z.string(), url: z.string() });
const navigatedSchema = z.object({ frame: z.object({ parentId: z.string().optional() }) });
const closedSchema = z.object({ requestId: z.string() });
const receivedSchema = z.object({
  requestId: z.string(),
  response: z.object({ opcode: z.number(), payloadData: z.string() }),
});
const oversizedSchema = z.object({ isOversized: z.literal(OVERSIZED_EVENT.isOversized) });
const TEXT = 1;
const BINARY = 2;
/** Kept until they are durable; of too many the oldest goes, and the list poll tells it. */
const MOST_KEPT = 2_000;
const MOST_KEPT_CHARACTERS = 16 * 1024 * 1024;
/** Decoding more at once would hold up all other shops. */
const MOST_AT_ONCE = 200;
/** Characters in one frame, and in what is handed out at once; a longer one is dropped and counted. */
const LONGEST_FRAME = 1024 * 1024;

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
  #keptCharacters = 0;
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

  /** The oldest of what is kept; waits for the first frame until `signal` is aborted. `dropped` are counted once. */
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
    return { frames: this.#oldest(), dropped };
  }

  /** These were taken for good. */
  acknowledge(frames: readonly SocketFrame[]): void {
    const done = new Set(frames);
    this.#kept = this.#kept.filter((frame) => !done.has(frame));
    this.#keptCharacters = this.#kept.reduce((sum, { data }) => sum + data.length, 0);
  }

  #oldest(): readonly SocketFrame[] {
    let room = LONGEST_FRAME;
    const last = this.#kept.findIndex(({ data }, index) => {
      room -= data.length;
      return room < 0 || index === MOST_AT_ONCE;
    });
    return last === -1 ? [...this.#kept] : this.#kept.slice(0, last);
  }

  /**
   * It may have been another shop's. What this document's sockets brought before it was known whose page it is stays:
   * a codec knows the shop of each message, and a stream that spoke is not silent.
   */
  #forgetLastDocument(event: unknown): void {
    const navigated = navigatedSchema.safeParse(event);
    if (!navigated.success || navigated.data.frame.parentId !== undefined) return;
    this.#kept = [];
    this.#keptCharacters = 0;
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
    if (!received.success) {
      // Whose it was is not known any more.
      if (this.#open.size > 0 && oversizedSchema.safeParse(event).success) this.#drop();
      return;
    }
    const { requestId, response } = received.data;
    const url = this.#open.get(requestId);
    if (url === undefined || (response.opcode !== TEXT && response.opcode !== BINARY)) return;
    const { payloadData: data } = response;
    if (data.length > LONGEST_FRAME) return this.#drop();
    this.#kept.push({ url, data, isBinary: response.opcode === BINARY });
    this.#keptCharacters += data.length;
    while (this.#kept.length > MOST_KEPT || this.#keptCharacters > MOST_KEPT_CHARACTERS) {
      this.#keptCharacters -= this.#kept.shift()?.data.length ?? 0;
      this.#dropped += 1;
    }
    this.#wake();
  }

  #drop(): void {
    this.#dropped += 1;
    this.#wake();
  }
}
