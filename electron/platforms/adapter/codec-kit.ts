import * as z from 'zod';
import type { SendOutcome, TransferOutcome } from '../../core/ports.ts';
import { assertNever } from '#shared/model/result.ts';
import type { CodecResult, PageEvent } from './adapter.ts';
import { parseLossless } from './lossless-json.ts';

/** What the codecs of all platforms have in common; pure. */

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

/** JSON whose long integers keep their digits; null for what is none. */
export const readJson = (text: string): unknown => {
  try {
    return parseLossless(text);
  } catch {
    return null;
  }
};

/** Ids are strings even where the page has numbers; one that has already lost digits is none. */
export const idSchema = z.union([
  z.string().max(256),
  z.number().refine(Number.isSafeInteger).transform(String),
]);
export const textSchema = z.union([z.string(), z.number().transform(String)]);
export const fieldSchema = textSchema.nullish();

/** `PageKit.ask` */
export const webAnswerSchema = z.object({ status: z.number(), url: z.string(), text: z.string() });

const unsureSchemas = [
  z.object({ kind: z.literal('threw'), text: z.string() }),
  z.object({ kind: z.literal('notWritten'), text: z.string() }),
] as const;
const sendAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved'), message: z.unknown() }),
  ...unsureSchemas,
]);
const transferAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved'), answer: z.unknown() }),
  ...unsureSchemas,
]);

/** Of a page whose only event is that it asks for a person. */
export const challengeEvents = (events: readonly PageEvent[]): CodecResult =>
  joined(
    events.map(({ kind }) => (kind === 'challenge' ? { ...EMPTY, challenged: '' } : UNDECODED)),
  );

/**
 * Of `invoke('send', …)`, which answers `{kind: 'resolved', message}`, `{kind: 'threw', text}` or
 * `{kind: 'notWritten', text}`: only the platform's own evidence makes it sent (CV3).
 */
export const sendOutcomeOf = (
  answer: unknown,
  evidence: (message: unknown) => SendOutcome,
): SendOutcome => {
  const parsed = sendAnswerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  switch (parsed.data.kind) {
    case 'resolved':
      return evidence(parsed.data.message);
    case 'threw':
      return { kind: 'unconfirmed', why: parsed.data.text };
    case 'notWritten':
      return { kind: 'notWritten', why: parsed.data.text };
    default:
      return assertNever(parsed.data);
  }
};

/** Of `invoke('transfer', …)`, which answers `{kind: 'resolved', answer}` or as `send` does. */
export const transferOutcomeOf = (
  answer: unknown,
  evidence: (answer: unknown) => TransferOutcome,
): TransferOutcome => {
  const parsed = transferAnswerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  switch (parsed.data.kind) {
    case 'resolved':
      return evidence(parsed.data.answer);
    case 'threw':
      return { kind: 'unconfirmed', why: parsed.data.text };
    case 'notWritten':
      return { kind: 'refused', text: parsed.data.text };
    default:
      return assertNever(parsed.data);
  }
};
