import type { MessageId, NoticeId, SuggestionId } from '#shared/model/ids.ts';

export interface Clock {
  /** Epoch milliseconds; may jump. */
  now(): number;
  /** Milliseconds that only grow, for durations and deadlines. */
  monotonicMs(): number;
  /** Runs `run` once after `ms`; returns its undo. */
  setTimer(ms: number, run: () => void): () => void;
}

export interface IdSource {
  messageId(): MessageId;
  suggestionId(): SuggestionId;
  noticeId(): NoticeId;
  /** A fresh text for one life of the core. */
  epoch(): string;
}
