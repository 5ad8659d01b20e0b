import * as z from 'zod';
import type { SendOutcome, TransferOutcome } from '../../core/ports.ts';
import { assertNever } from '#shared/model/result.ts';
import type { CodecResult, IdentityAnswer, PageEvent } from './adapter.ts';
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

/** The JSON of an answer of the web; null for one that is no success or no JSON. */
export const goodBodyOf = (answer: unknown): unknown => {
  const parsed = webAnswerSchema.safeParse(answer);
  return parsed.success && parsed.data.status === 200 ? readJson(parsed.data.text) : null;
};

/** What `read` makes of an answer of this shape. Of any other nobody knows who is logged in. */
export const identityOf = <Shape>(
  schema: z.ZodType<Shape>,
  answer: unknown,
  read: (known: Shape) => IdentityAnswer,
): IdentityAnswer => {
  const parsed = schema.safeParse(answer);
  return parsed.success
    ? read(parsed.data)
    : { kind: 'failed', trace: 'the answer was not understood' };
};

const answerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('resolved'),
    message: z.unknown().optional(),
    answer: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('threw'), text: z.string() }),
  z.object({ kind: z.literal('notWritten'), text: z.string() }),
]);
type Resolved = Extract<z.output<typeof answerSchema>, { kind: 'resolved' }>;

/** Of a page whose only event is that it asks for a person. */
export const challengeEvents = (events: readonly PageEvent[]): CodecResult =>
  joined(
    events.map(({ kind }) => (kind === 'challenge' ? { ...EMPTY, challenged: '' } : UNDECODED)),
  );

/** Only what the platform answered is evidence; after all else but a write that never began nobody knows. */
const outcomeOf = <Outcome>(
  answer: unknown,
  evidence: (resolved: Resolved) => Outcome,
  notWritten: (text: string) => Outcome,
): Outcome | { readonly kind: 'unconfirmed'; readonly why: string } => {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  switch (parsed.data.kind) {
    case 'resolved':
      return evidence(parsed.data);
    case 'threw':
      return { kind: 'unconfirmed', why: parsed.data.text };
    case 'notWritten':
      return notWritten(parsed.data.text);
    default:
      return assertNever(parsed.data);
  }
};

/**
 * Of `invoke('send', …)`, which answers `{kind: 'resolved', message}`, `{kind: 'threw', text}` or
 * `{kind: 'notWritten', text}`: only the platform's own evidence makes it sent (CV3).
 */
export const sendOutcomeOf = (
  answer: unknown,
  evidence: (message: unknown) => SendOutcome,
): SendOutcome =>
  outcomeOf<SendOutcome>(
    answer,
    ({ message }) => evidence(message),
    (why) => ({ kind: 'notWritten', why }),
  );

/** Of `invoke('transfer', …)`, which answers `{kind: 'resolved', answer}` or as `send` does. */
export const transferOutcomeOf = (
  answer: unknown,
  evidence: (answer: unknown) => TransferOutcome,
): TransferOutcome =>
  outcomeOf<TransferOutcome>(
    answer,
    (resolved) => evidence(resolved.answer),
    (text) => ({ kind: 'refused', text }),
  );
