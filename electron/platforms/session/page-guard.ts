import * as z from 'zod';
import type { CdpSession, PageSession } from './page-session.ts';

const pausedSchema = z.object({
  requestId: z.string(),
  resourceType: z.string(),
  frameId: z.string(),
  request: z.object({ url: z.string() }),
});

const sessionSchema = z.object({ sessionId: z.string() });

/** A frame of another process begins only when its session has been told what it may load. */
const FRAMES = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'iframe' }, { exclude: true }],
};

const DOCUMENTS = [{ urlPattern: '*', resourceType: 'Document' }];
const HEAVY = ['Image', 'Font', 'Media'].map((resourceType) => ({ urlPattern: '*', resourceType }));

export type PageGuardOptions = {
  readonly page: PageSession;
  readonly mainFrameId: string;
  /** Whether the page itself may go to this address. Frames in it are its own business. */
  readonly allows: (url: string) => boolean;
  /** The page wanted to go elsewhere; it stays where it is. */
  readonly onRefused: (host: string) => void;
};

type Frame = { readonly session: CdpSession; readonly deafen: () => void };

/**
 * Keeps a shop's page on its platform's hosts, and out of images, fonts and media while nobody looks at it. `Fetch` with
 * these patterns only costs a round trip for what it stops and for documents; `Network.enable` would report every request.
 * A session knows nothing of frames that belong to another site and so to another process: each of those has its own.
 */
export class PageGuard {
  readonly #options: PageGuardOptions;
  readonly #frames = new Map<string, Frame>();
  readonly #deafen: () => void;
  #blocksHeavy = true;

  constructor(options: PageGuardOptions) {
    this.#options = options;
    this.#deafen = this.#listen(options.page);
  }

  /** Begins, or begins again with another rule for what is heavy. */
  async watch(blocksHeavy: boolean): Promise<void> {
    const { page } = this.#options;
    this.#blocksHeavy = blocksHeavy;
    const patterns = blocksHeavy ? [...DOCUMENTS, ...HEAVY] : DOCUMENTS;
    await page.send('Fetch.enable', { patterns });
    await page.send('Target.setAutoAttach', FRAMES);
    // A frame that is gone has nothing to load.
    const rules = [...this.#frames.values()].map(({ session }) => this.#rule(session));
    await Promise.allSettled(rules);
  }

  end(): void {
    this.#deafen();
    for (const { deafen } of this.#frames.values()) deafen();
    this.#frames.clear();
  }

  #listen(session: CdpSession): () => void {
    const undo = [
      session.on('Fetch.requestPaused', (parameters) => this.#decide(session, parameters)),
      session.on('Target.attachedToTarget', (parameters) => {
        const attached = sessionSchema.safeParse(parameters);
        if (attached.success) void this.#takeFrame(attached.data.sessionId);
      }),
      session.on('Target.detachedFromTarget', (parameters) => {
        const detached = sessionSchema.safeParse(parameters);
        if (detached.success) this.#dropFrame(detached.data.sessionId);
      }),
    ];
    return () => undo.forEach((one) => one());
  }

  async #takeFrame(sessionId: string): Promise<void> {
    const session = this.#options.page.frame(sessionId);
    this.#frames.set(sessionId, { session, deafen: this.#listen(session) });
    try {
      await this.#rule(session);
      await session.send('Target.setAutoAttach', FRAMES);
      await session.send('Runtime.runIfWaitingForDebugger');
    } catch {
      // It went before it began.
      this.#dropFrame(sessionId);
    }
  }

  #dropFrame(sessionId: string): void {
    this.#frames.get(sessionId)?.deafen();
    this.#frames.delete(sessionId);
  }

  /** Where a frame goes is its page's business, what it loads is not; nor may it ask a person whom its page may not ask (PL11). */
  async #rule(frame: CdpSession): Promise<void> {
    const enabled = this.#blocksHeavy;
    await frame.send('Page.enable');
    await frame.send('Page.setInterceptFileChooserDialog', { enabled, cancel: true });
    if (this.#blocksHeavy) await frame.send('Fetch.enable', { patterns: HEAVY });
    else await frame.send('Fetch.disable');
  }

  #decide(session: CdpSession, parameters: unknown): void {
    const paused = pausedSchema.safeParse(parameters);
    if (!paused.success) return;
    const { requestId, resourceType, frameId, request } = paused.data;
    const answer = (method: string, more: Readonly<Record<string, unknown>> = {}): void => {
      // A request whose page has gone on needs no answer any more.
      session.send(method, { requestId, ...more }).catch(() => {});
    };
    if (resourceType !== 'Document')
      return answer('Fetch.failRequest', { errorReason: 'BlockedByClient' });
    const { mainFrameId, allows, onRefused } = this.#options;
    if (frameId !== mainFrameId || allows(request.url)) return answer('Fetch.continueRequest');
    onRefused(URL.parse(request.url)?.host ?? '');
    answer('Fetch.failRequest', { errorReason: 'Aborted' });
  }
}
