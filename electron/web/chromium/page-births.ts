import * as z from 'zod';
import type { CdpConnection } from './cdp-connection.ts';

/** Every page of the browser, also what its windows themselves open, is attached to before it begins. */
const PAGES = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [{ type: 'page' }, { exclude: true }],
};
/** What was opened without an address asks for nothing; it is given this long to show that. */
const FIRST_REQUEST_WITHIN_MS = 300;

const bornSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ targetId: z.string(), openerId: z.string().optional() }),
});
const pausedSchema = z.object({ requestId: z.string() });

export type OwnPage = { readonly targetId: string; readonly sessionId: string };

/**
 * PL11: in this browser there are the pages that we make and no other. What a page or a person opens beside them would be in a
 * shop's session without any guard, so it is closed at its birth, before it has asked a server for anything.
 */
export class PageBirths {
  readonly #connection: CdpConnection;
  readonly #onClosed: () => void;
  /** Born and not yet known to be ours, with their sessions. */
  readonly #unknown = new Map<string, string>();
  /** Of these, attached to by us, no birth is told. */
  readonly #own = new Set<string>();
  #making = 0;

  private constructor(connection: CdpConnection, onClosed: () => void) {
    this.#connection = connection;
    this.#onClosed = onClosed;
    connection.on('Target.attachedToTarget', undefined, (event) => this.#meet(event));
  }

  /**
   * `onClosed` hears of each page that was closed at its birth. Without windows nobody presses anything, and the browser itself lets
   * nothing be born; a page that asked for it would wait for ever.
   */
  static async watch(
    connection: CdpConnection,
    hasWindows: boolean,
    onClosed: () => void,
  ): Promise<PageBirths> {
    const births = new PageBirths(connection, onClosed);
    if (hasWindows) await connection.send('Target.setAutoAttach', PAGES);
    return births;
  }

  /** The page that `create` makes, by the id that it answers. It has begun. */
  async make(create: () => Promise<string>): Promise<OwnPage> {
    this.#making += 1;
    try {
      const targetId = await create();
      const sessionId = this.#unknown.get(targetId) ?? (await this.#attach(targetId));
      this.#unknown.delete(targetId);
      await this.#connection.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
      return { targetId, sessionId };
    } finally {
      this.#making -= 1;
      this.#closeStrays();
    }
  }

  /** Without windows no birth is told. */
  async #attach(targetId: string): Promise<string> {
    this.#own.add(targetId);
    const parameters = { targetId, flatten: true };
    const { sessionId } = await this.#connection
      .send<{ readonly sessionId: string }>('Target.attachToTarget', parameters)
      .finally(() => this.#own.delete(targetId));
    return sessionId;
  }

  #meet(event: unknown): void {
    const born = bornSchema.safeParse(event).data;
    if (born === undefined) return;
    const { sessionId, targetInfo } = born;
    if (this.#own.has(targetInfo.targetId)) return;
    if (targetInfo.openerId !== undefined) return void this.#close(targetInfo.targetId, sessionId);
    this.#unknown.set(targetInfo.targetId, sessionId);
    this.#closeStrays();
  }

  /** While one of ours is being made, its own birth may not be told from another's. */
  #closeStrays(): void {
    if (this.#making > 0) return;
    for (const [targetId, sessionId] of this.#unknown) void this.#close(targetId, sessionId);
    this.#unknown.clear();
  }

  /**
   * A page that waits holds up the one that opened it, in the same process: it must go on before it is closed. Closing alone
   * lets go a request that is held, so what it asks for is refused first.
   */
  async #close(targetId: string, sessionId: string): Promise<void> {
    const connection = this.#connection;
    const refused = new Promise<void>((resolve) => {
      setTimeout(resolve, FIRST_REQUEST_WITHIN_MS).unref();
      connection.on('Fetch.requestPaused', sessionId, (event) => {
        const { requestId } = pausedSchema.parse(event);
        const refusal = { requestId, errorReason: 'Aborted' };
        connection.send('Fetch.failRequest', refusal, sessionId).then(
          () => resolve(),
          () => resolve(),
        );
      });
    });
    try {
      await connection.send('Fetch.enable', {}, sessionId);
      await connection.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
      await refused;
      await connection.send('Target.closeTarget', { targetId });
    } catch {
      // It went by itself, or with its browser.
    }
    connection.endSession(sessionId, 'the page was closed');
    this.#onClosed();
  }
}
