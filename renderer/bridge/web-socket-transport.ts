import { KeyedListeners } from '#shared/async/keyed-listeners.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { CallInput, CallOutput, EventName, Events } from '#shared/ipc/contract.ts';
import { type PageAdmission, welcomeSchema } from '#shared/ipc/admission.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import type { Transport } from './transport.ts';
import { parseIncoming, parseJson } from './incoming.ts';
import { PendingCalls } from './pending-calls.ts';

/** The part of the browser's WebSocket that is used. */
export type SocketLike = {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};

export type WebSocketTransportParts = {
  /** Opens a socket to `/ipc` of this page's origin. */
  readonly openSocket: () => SocketLike;
  /** The token goes first over every socket. */
  readonly admission: PageAdmission;
  /** Milliseconds from now; returns its undo. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** In [0, 1). */
  readonly random: () => number;
};

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const OPEN = 1;

/** The browser host's transport: one WebSocket, reconnecting for ever. Calls made while it is down are refused at once. */
class WebSocketTransport implements Transport {
  readonly #parts: WebSocketTransportParts;
  readonly #pending = new PendingCalls();
  readonly #events = new KeyedListeners<EventName, Events[EventName]>();
  readonly #carrierListeners = new Set<(state: 'open' | 'closed') => void>();
  #socket: SocketLike | null = null;
  #state: 'open' | 'closed' = 'closed';
  #attempts = 0;
  #cancelRetry: (() => void) | null = null;
  #isClosed = false;
  readonly mediaKey: string;
  readonly isDesktop = false;

  constructor(parts: WebSocketTransportParts) {
    this.#parts = parts;
    this.mediaKey = parts.admission.mediaKey;
    this.#connect();
  }

  readonly bridge = {
    call: <Name extends CallName>(
      name: Name,
      input: CallInput<Name>,
    ): Promise<Result<CallOutput<Name>>> => this.#call(name, input),
    on: <Name extends EventName>(
      name: Name,
      listener: (payload: Events[Name]) => void,
    ): (() => void) =>
      // Under its name comes its payload alone; the compiler cannot follow the pair through the table.
      this.#events.listen(name, listener as (payload: Events[EventName]) => void),
    onTransport: (listener: (state: 'open' | 'closed') => void): (() => void) => {
      this.#carrierListeners.add(listener);
      listener(this.#state);
      return () => {
        this.#carrierListeners.delete(listener);
      };
    },
  };

  retryNow(): void {
    if (this.#socket !== null || this.#isClosed) return;
    this.#cancelRetry?.();
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry?.();
    this.#socket?.close();
    this.#dropped();
  }

  #call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Result<CallOutput<Name>>> {
    const socket = this.#socket;
    if (socket === null || this.#state === 'closed' || socket.readyState !== OPEN) {
      return Promise.resolve(refuse('ipc.disconnected'));
    }
    const { id, reply } = this.#pending.add<CallOutput<Name>>();
    socket.send(JSON.stringify({ id, name, input }));
    return reply;
  }

  #connect(): void {
    this.#cancelRetry = null;
    const socket = this.#parts.openSocket();
    this.#socket = socket;
    // A late event of an older socket must not touch the present one.
    const isCurrent = (): boolean => this.#socket === socket;
    socket.addEventListener('open', () => {
      if (isCurrent()) socket.send(JSON.stringify({ token: this.#parts.admission.token }));
    });
    socket.addEventListener('message', (event) => {
      if (!isCurrent() || typeof event.data !== 'string') return;
      if (this.#state === 'open') this.#listen(event.data);
      else this.#enter(event.data);
    });
    socket.addEventListener('close', () => {
      if (!isCurrent()) return;
      this.#dropped();
      this.#retryLater();
    });
  }

  /** The host's first words: only now is the line open. */
  #enter(text: string): void {
    if (!welcomeSchema.safeParse(parseJson(text)).success) return;
    this.#attempts = 0;
    this.#setState('open');
  }

  #listen(text: string): void {
    const incoming = parseIncoming(text);
    if (incoming === null) return;
    if (incoming.kind === 'reply') this.#pending.settle(incoming.id, incoming.result);
    else this.#events.notify(incoming.message.event, incoming.message.payload);
  }

  #dropped(): void {
    this.#socket = null;
    this.#pending.refuseAll();
    this.#setState('closed');
  }

  #retryLater(): void {
    if (this.#isClosed) return;
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#cancelRetry = this.#parts.later(ceiling * (0.5 + this.#parts.random() / 2), () => {
      this.#connect();
    });
  }

  #setState(state: 'open' | 'closed'): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#carrierListeners) listener(state);
  }
}

export const openWebSocketTransport = (parts: WebSocketTransportParts): Transport =>
  new WebSocketTransport(parts);
