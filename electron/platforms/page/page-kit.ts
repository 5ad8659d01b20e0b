import type { Drained } from './adapter.ts';

/** What the page answered to one of its own requests; status 0 when it did not answer. */
export type WebAnswer = { readonly status: number; readonly url: string; readonly text: string };

/** The tools of every page script. They live in the page, bounded, and change nothing of it. */
export type PageKit = {
  /** Longest text that is copied out of the page. */
  readonly longestText: number;
  /** Text, number or long integer as it is; null for all else. */
  readonly plain: (value: unknown) => string | number | null;
  /** Keeps an event until it is acknowledged; of too many the oldest goes and is counted, and so is one that is too long or no JSON. */
  readonly push: (kind: string, payload: unknown) => void;
  /** `PageScript.drain` over what was pushed. */
  readonly drain: (after: number, waitMs: number) => Promise<Drained>;
  /** Runs when the script is disposed of. */
  readonly onEnd: (undo: () => void) => void;
  /** Undoes everything and forgets what was kept. */
  readonly end: () => void;
  /** The page's own request, with its cookies. */
  readonly ask: (url: string, options?: Readonly<Record<string, unknown>>) => Promise<WebAnswer>;
  /** Runs `appeared` when an element matches, now or each time one does that did not before, until `end`. */
  readonly watchFor: (selector: string, appeared: () => void) => void;
  /** What a call into the page's own objects threw. */
  readonly threw: (error: unknown) => { readonly kind: 'threw'; readonly text: string };
};

type KitWorld = {
  readonly document: {
    querySelector(selector: string): object | null;
    readonly documentElement: object;
  };
  readonly MutationObserver: new (hear: () => void) => {
    observe(target: object, options: { readonly childList: true; readonly subtree: true }): void;
    disconnect(): void;
  };
  fetch(
    url: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly status: number; readonly url: string; text(): Promise<string> }>;
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
  const LONGEST_DRAIN = 2 * 1024 * 1024;

  const world = globalThis as unknown as KitWorld;
  let events: { seq: number; kind: string; payload: unknown; length: number }[] = [];
  let lastSeq = 0;
  let dropped = 0;
  let wake = (): void => {};
  let undo: (() => void)[] = [];

  const lengthOf = (payload: unknown): number => {
    try {
      return JSON.stringify(payload ?? null).length;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
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
    push(kind, payload) {
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
    },
    async drain(after, waitMs) {
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
    },
    onEnd(run) {
      undo.push(run);
    },
    end() {
      for (const run of undo) run();
      undo = [];
      events = [];
      wake();
    },
    async ask(url, options = {}) {
      try {
        const answer = await world.fetch(url, { credentials: 'include', ...options });
        return { status: answer.status, url: answer.url, text: await answer.text() };
      } catch {
        return { status: 0, url: '', text: '' };
      }
    },
    watchFor(selector, appeared) {
      const isThere = (): boolean => world.document.querySelector(selector) !== null;
      let was = false;
      const look = (): void => {
        const is = isThere();
        if (is && !was) appeared();
        was = is;
      };
      look();
      const observer = new world.MutationObserver(look);
      observer.observe(world.document.documentElement, { childList: true, subtree: true });
      undo.push(() => observer.disconnect());
    },
    threw(error) {
      const { message } = (error ?? {}) as { readonly message?: string };
      return { kind: 'threw', text: String(message ?? error).slice(0, 300) };
    },
  };
};
