import type { Language } from './language.ts';

/** Why a version was not taken. */
export const UPDATE_TROUBLES = [
  /** No feed answered. */
  'unreachable',
  /** A feed or a file sent us somewhere else; that is never followed. */
  'redirected',
  /** No feed of ours, of this channel and this program. */
  'malformed',
  /** Not signed by a key that we trust. */
  'badSignature',
  /** Older than the version that runs. */
  'olderVersion',
  /** It has no file for this system. */
  'noFile',
  /** The file ended before its length. */
  'cutFile',
  /** The file is not the one that was signed. */
  'wrongFile',
  'diskFull',
  'notWritten',
  'notInstalled',
] as const;
export type UpdateTrouble = (typeof UPDATE_TROUBLES)[number];

/** A newer version, as its signed manifest names it. */
export type UpdateOffer = {
  readonly version: string;
  readonly bytes: number;
  /** What is new, for people; may be empty. */
  readonly notes: Readonly<Record<Language, string>>;
};

/** Why a program does not look for newer versions of itself. */
export type NoUpdates =
  /** A checkout is brought up to date by its owner. */
  | 'checkout'
  /** The system's package manager does it. */
  | 'packageManager'
  /** An unpacked archive is replaced by hand. */
  | 'unpacked'
  | 'noFeed'
  /** The administrator has switched it off. */
  | 'managed';

export type UpdateState =
  | { readonly kind: 'none'; readonly why: NoUpdates }
  /** The newest, as far as is known; `checkedAt` null: not asked yet. Epoch ms. */
  | { readonly kind: 'idle'; readonly checkedAt: number | null }
  | { readonly kind: 'checking' }
  | {
      readonly kind: 'available';
      readonly offer: UpdateOffer;
      /** The agent has seen it and wants to hear no more: until the next start, or of this version. */
      readonly dismissed: 'later' | 'skipped' | null;
    }
  /** `done` from 0 to 1. */
  | { readonly kind: 'downloading'; readonly offer: UpdateOffer; readonly done: number }
  | {
      readonly kind: 'ready';
      readonly offer: UpdateOffer;
      readonly install: 'undecided' | 'later' | 'onQuit';
    }
  | { readonly kind: 'refused'; readonly why: UpdateTrouble; readonly offer: UpdateOffer | null };

/** Which version runs, and what is known of newer ones. */
export type UpdateStatus = {
  readonly version: string;
  readonly channel: string;
  readonly state: UpdateState;
};

export const NO_UPDATES: UpdateStatus = {
  version: '',
  channel: 'stable',
  state: { kind: 'none', why: 'checkout' },
};
