import { KeyedListeners } from '#shared/async/keyed-listeners.ts';
import { PageGone } from '../../platforms/session/page-session.ts';

/** One line to a browser that carries whole DevTools messages as text. */
export interface CdpLine {
  send(text: string): void;
  /** At most one listener each; `hear` gets one whole message. */
  onMessage(listener: (text: string) => void): void;
  onEnd(listener: (why: string) => void): void;
  close(): void;
}

/** The browser's own refusal of a command. Its text names no parameters. */
export class CdpRefusal extends Error {
  readonly method: string;
  readonly code: number;

  constructor(method: string, code: number, text: string) {
    super(`${method}: ${text}`);
    this.name = 'CdpRefusal';
    this.method = method;
    this.code = code;
  }
}

type Pending = {
  readonly method: string;
  readonly sessionId: string | undefined;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};

type WireMessage = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly code?: number; readonly message?: string };
};

/**
 * The DevTools protocol over one line, with flattened sessions: `sessionId` undefined speaks to the browser itself.
 * Every command has a deadline. When the line ends, every open and every later command rejects with `PageGone`.
 */
export class CdpConnection {
  readonly #line: CdpLine;
  readonly #commandTimeoutMs: number;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new KeyedListeners<string, unknown>();
  readonly #endListeners = new Set<(why: string) => void>();
  #nextId = 1;
  #ended: string | null = null;

  constructor(line: CdpLine, options: { readonly commandTimeoutMs?: number } = {}) {
    this.#line = line;
    this.#commandTimeoutMs = options.commandTimeoutMs ?? 60_000;
    line.onMessage((text) => this.#receive(text));
    line.onEnd((why) => this.#end(why));
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  send<Answer = unknown>(
    method: string,
    parameters: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<Answer> {
    if (this.#ended !== null) return Promise.reject(new PageGone('closed', this.#ended));
    const id = this.#nextId++;
    return new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new CdpRefusal(method, -1, `no answer within ${this.#commandTimeoutMs} ms`));
      }, this.#commandTimeoutMs);
      timer.unref();
      // The one cast of this file: the caller names the shape that the protocol documents for `method`.
      const take = (answer: unknown): void => resolve(answer as Answer);
      this.#pending.set(id, { method, sessionId, resolve: take, reject, timer });
      this.#line.send(
        JSON.stringify({ id, method, params: parameters, ...(sessionId && { sessionId }) }),
      );
    });
  }

  /** Hears one event of the browser, or of one session. Returns its undo. */
  on(
    event: string,
    sessionId: string | undefined,
    listener: (parameters: unknown) => void,
  ): () => void {
    return this.#listeners.listen(`${sessionId ?? ''} ${event}`, listener);
  }

  onEnd(listener: (why: string) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** A session is gone: its open commands reject, its listeners are dropped. */
  endSession(sessionId: string, why: string): void {
    for (const [id, pending] of this.#pending)
      if (pending.sessionId === sessionId) this.#settle(id)?.reject(new PageGone('closed', why));
    this.#listeners.drop((key) => key.startsWith(`${sessionId} `));
  }

  close(): void {
    this.#line.close();
    this.#end('closed');
  }

  #receive(text: string): void {
    let message: WireMessage;
    try {
      message = JSON.parse(text) as WireMessage;
    } catch {
      this.#line.close();
      this.#end('the browser sent a broken message');
      return;
    }
    if (message.id !== undefined) {
      const pending = this.#settle(message.id);
      if (!pending) return;
      if (!message.error) pending.resolve(message.result);
      else
        pending.reject(
          new CdpRefusal(pending.method, message.error.code ?? 0, message.error.message ?? ''),
        );
      return;
    }
    if (message.method === undefined) return;
    this.#listeners.notify(`${message.sessionId ?? ''} ${message.method}`, message.params);
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #end(why: string): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    for (const id of this.#pending.keys()) this.#settle(id)?.reject(new PageGone('closed', why));
    for (const listener of this.#endListeners) listener(why);
    this.#endListeners.clear();
    this.#listeners.clear();
  }
}
