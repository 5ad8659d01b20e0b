import type { SendOutcome, TransferOutcome } from '../../core/ports/connectors.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { CodecResult } from './codec-result.ts';

/** The replaceable part of one platform. The host above it has no `if (platform === …)`. */
export type AdapterManifest = {
  readonly platform: Platform;
  readonly version: string;
  /** Real hosts that the shop's session may visit and a challenge may point to; a leading dot includes sub-domains. */
  readonly allowedHosts: readonly string[];
  readonly workbenchUrl: string;
  /** Patterns of real addresses that mean: log in again, or: a person must verify. */
  readonly loginUrls: readonly RegExp[];
  readonly challengeUrls: readonly RegExp[];
  /** Parent domain that pushed cookies are set on, with a leading dot. */
  readonly cookieDomain: string;
  readonly capabilities: readonly Capability[];
  /** Names that `shape()` must report as present; one missing means adapter_broken. */
  readonly expectedShapes: readonly string[];
  readonly textLimit: number;
  /** Real addresses of the page's own sockets that bring messages; what they receive goes to `codec.frames`. */
  readonly socketUrls?: readonly RegExp[];
  /** How often the conversation list is polled, 30 s unless the platform needs less. */
  readonly pollEveryMs: number;
};

/** Who is logged in, as the page's own request tells. */
export type IdentityAnswer =
  | {
      readonly kind: 'identified';
      readonly shopKey: string;
      readonly shopName: string;
      readonly staffId: string;
      readonly staffName: string;
    }
  /** `words` are what the platform said, null where it said nothing that a person could read. */
  | { readonly kind: 'loginRequired'; readonly words: string | null }
  | { readonly kind: 'challenge'; readonly words: string | null }
  | { readonly kind: 'failed'; readonly trace: string };

/** An event that the page script kept until it is acknowledged. `seq` grows by one. */
export type PageEvent = { readonly seq: number; readonly kind: string; readonly payload: unknown };
export type Drained = { readonly events: readonly PageEvent[]; readonly dropped: number };

/** What one of the page's own sockets received: text as it came, bytes as base64. */
export type SocketFrame = {
  readonly url: string;
  readonly data: string;
  readonly isBinary: boolean;
};

/**
 * What the page script offers after it was installed. Every answer is JSON.
 * `invoke('poll', {isLastTaken})` may bring only what is new since the last poll that was taken for good.
 * `drain` answers as soon as there is an event above `after`, or empty after `waitMs`; events up to `after` are forgotten.
 */
export type PageScript = {
  shape(): Readonly<Record<string, boolean>>;
  identity(): Promise<unknown>;
  drain(after: number, waitMs: number): Promise<Drained>;
  invoke(operation: string, parameters: unknown): Promise<unknown>;
  dispose(): void;
};

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
  /** The page's own request, with its cookies. */
  readonly ask: (url: string, options?: Readonly<Record<string, unknown>>) => Promise<WebAnswer>;
  /** JSON whose long integers keep their digits, as texts; null for what is none. */
  readonly json: (text: string) => unknown;
  /** The bytes of a file, 10 MB in a tenth of a second: the page stands still meanwhile. */
  readonly bytes: (base64: string) => Uint8Array<ArrayBuffer>;
  /** What a call into the page's own objects threw. */
  readonly threw: (error: unknown) => { readonly kind: 'threw'; readonly text: string };
  /** The script over its parts. It listens from the first answer to `identity` on, so that nothing is missed once that is good. */
  readonly script: (parts: ScriptParts) => PageScript;
};

export type ScriptParts = Pick<PageScript, 'shape' | 'identity'> & {
  /** By the name that `invoke` is given. */
  readonly operations: Readonly<
    Record<string, (given: Readonly<Record<string, unknown>>) => unknown>
  >;
  /** Matches what the page shows when a person must verify; its coming is told as an event `challenge`. */
  readonly challenge?: string;
  /** After each `identity` and before each `drain`: the page may have made new objects of itself meanwhile. */
  readonly listen?: () => void;
  readonly stopListening?: () => void;
};

/** Everything about one platform. `page` is a self-contained function: its source text is evaluated in the page. */
export type Adapter = {
  readonly manifest: AdapterManifest;
  readonly page: (kit: PageKit) => PageScript;
  readonly codec: {
    identity(answer: unknown): IdentityAnswer;
    events(events: readonly PageEvent[]): CodecResult;
    /**
     * Of the page's own sockets, for an adapter with `socketUrls`; heartbeats and the like are nothing. `shopKey` is whose page
     * this is: a message of another shop counts as undecoded.
     */
    frames?(frames: readonly SocketFrame[], shopKey: string): CodecResult;
    /** Of the list poll. */
    poll(answer: unknown): CodecResult;
    /**
     * Of `invoke('upload', {name, mimeType, base64})`: the address that the platform gave the file, null when it gave none. Missing
     * where nothing can be uploaded; then a send takes addresses only.
     */
    uploadedUrl?(answer: unknown): string | null;
    /** What the platform itself answered to `invoke('send', …)`: only its own evidence makes it sent (CV3). */
    sendEvidence(message: unknown): SendOutcome;
    staff(answer: unknown): readonly Staff[] | null;
    /** What the platform itself answered to `invoke('transfer', …)`. */
    transferEvidence(answer: unknown): TransferOutcome;
  };
};
