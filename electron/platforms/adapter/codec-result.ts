import type { PlatformMessage } from '../../core/ports/facts.ts';

/** What of the page's news a codec understood; pure data. */
export type CodecResult = {
  readonly messages: readonly PlatformMessage[];
  /** The platform took the session away: who, in its own words. */
  readonly kicked: string | null;
  /** The platform wants a person right now: what the page said. */
  readonly challenged: string | null;
  /** A transfer was confirmed for this buyer. */
  readonly transferred: readonly { readonly buyerPin: string; readonly staffId: string }[];
  /** What could not be understood; counts against the decode ratio. */
  readonly undecoded: number;
};

/** Nothing in it, and nothing wrong with it. */
export const EMPTY: CodecResult = {
  messages: [],
  kicked: null,
  challenged: null,
  transferred: [],
  undecoded: 0,
};
export const UNDECODED: CodecResult = { ...EMPTY, undecoded: 1 };

/** The results of a row of events, in their order. */
export const joined = (results: readonly CodecResult[]): CodecResult => ({
  messages: results.flatMap(({ messages }) => messages),
  kicked: results.findLast(({ kicked }) => kicked !== null)?.kicked ?? null,
  challenged: results.findLast(({ challenged }) => challenged !== null)?.challenged ?? null,
  transferred: results.flatMap(({ transferred }) => transferred),
  undecoded: results.reduce((sum, { undecoded }) => sum + undecoded, 0),
});
