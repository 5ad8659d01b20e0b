import type { Drained, PageKit } from './adapter.ts';

type KitWorld = {
  readonly document: {
    querySelector(selector: string): object | null;
    readonly documentElement: object;
  };
  readonly MutationObserver: new (listener: () => void) => {
    observe(target: object, options: { readonly childList: true; readonly subtree: true }): void;
    disconnect(): void;
  };
  fetch(
    url: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly status: number; readonly url: string; text(): Promise<string> }>;
  atob(base64: string): string;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
};

/**
 * Runs in the workbench before the adapter's script, which gets what it answers: its source text is evaluated there, so it
 * may use nothing from outside of itself.
 */
export const pageKit = (): PageKit => {
  const MOST_EVENTS = 2_000;
  const MOST_AT_ONCE = 200;
  const LONGEST_TEXT = 64 * 1024;
  const LONGEST_EVENT = 1024 * 1024;
  /** An answer of the page that is longer is refused as a whole, and would be again. */
  const LONGEST_DRAIN = 1024 * 1024;

  const world = globalThis as unknown as KitWorld;
  let events: { seq: number; kind: string; payload: unknown; length: number }[] = [];
  let lastSeq = 0;
  let dropped = 0;
  let wake = (): void => {};
  let stopWatching: (() => void) | null = null;

  const lengthOf = (payload: unknown): number => {
    try {
      return JSON.stringify(payload ?? null).length;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  };

  const push = (kind: string, payload: unknown): void => {
    const length = lengthOf(payload);
    if (length > LONGEST_EVENT) {
      dropped += 1;
      wake();
      return;
    }
    lastSeq += 1;
    events.push({ seq: lastSeq, kind, payload, length });
    if (events.length > MOST_EVENTS) {
      events.shift();
      dropped += 1;
    }
    wake();
  };
  const drain = async (after: number, waitMs: number): Promise<Drained> => {
    events = events.filter((event) => event.seq > after);
    if (events.length === 0 && dropped === 0) {
      // An earlier call that still waits is answered now: one caller, one wait.
      wake();
      await new Promise<void>((resolve) => {
        const timer = world.setTimeout(resolve, waitMs);
        wake = () => {
          world.clearTimeout(timer);
          resolve();
        };
      });
    }
    const lost = dropped;
    dropped = 0;
    let room = LONGEST_DRAIN;
    const told: Drained['events'][number][] = [];
    for (const { seq, kind, payload, length } of events) {
      room -= length;
      if (room < 0 || told.length === MOST_AT_ONCE) break;
      told.push({ seq, kind, payload });
    }
    return { events: told, dropped: lost };
  };
  /** Runs `appeared` when an element matches, now or each time one does that did not before. Returns its undo. */
  const watchFor = (selector: string, appeared: () => void): (() => void) => {
    let was = false;
    const look = (): void => {
      const is = world.document.querySelector(selector) !== null;
      if (is && !was) appeared();
      was = is;
    };
    look();
    const observer = new world.MutationObserver(look);
    observer.observe(world.document.documentElement, { childList: true, subtree: true });
    return () => observer.disconnect();
  };

  return {
    longestText: LONGEST_TEXT,
    plain(value) {
      if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
      if (typeof value === 'number') return value;
      if (typeof value === 'bigint') return value.toString();
      const isLong =
        typeof value === 'object' && value !== null && 'low' in value && 'high' in value;
      // oxlint-disable-next-line typescript/no-base-to-string -- such objects have a `toString` of their own
      return isLong ? String(value) : null;
    },
    push,
    async ask(url, options = {}) {
      try {
        const answer = await world.fetch(url, { credentials: 'include', ...options });
        return { status: answer.status, url: answer.url, text: await answer.text() };
      } catch {
        return { status: 0, url: '', text: '' };
      }
    },
    json(text) {
      const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown =>
        typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)
          ? (context?.source ?? value)
          : value;
      try {
        return JSON.parse(text, reviver);
      } catch {
        return null;
      }
    },
    bytes(base64) {
      const binary = world.atob(base64);
      const bytes = new Uint8Array(binary.length);
      for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
      return bytes;
    },
    threw(error) {
      const { message } = (error ?? {}) as { readonly message?: string };
      return { kind: 'threw', text: String(message ?? error).slice(0, 300) };
    },
    script({ shape, identity, operations, challenge, listen, stopListening }) {
      let isDisposed = false;
      const attend = (): void => {
        if (isDisposed) return;
        listen?.();
        if (challenge !== undefined)
          stopWatching ??= watchFor(challenge, () => push('challenge', null));
      };
      return {
        shape,
        async identity() {
          const answer = await identity();
          attend();
          return answer;
        },
        drain(after, waitMs) {
          attend();
          return drain(after, waitMs);
        },
        async invoke(operation, parameters) {
          const act = operations[operation];
          if (act === undefined) throw new Error(`no operation ${operation}`);
          return act((parameters ?? {}) as Readonly<Record<string, unknown>>);
        },
        dispose() {
          isDisposed = true;
          stopListening?.();
          stopWatching?.();
          stopWatching = null;
          events = [];
          wake();
        },
      };
    },
  };
};
