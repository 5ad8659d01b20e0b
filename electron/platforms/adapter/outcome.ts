import * as z from 'zod';
import { assertNever } from '#shared/model/result.ts';

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

/**
 * Of `invoke('send', …)` and `invoke('transfer', …)`, which answer `{kind: 'resolved', message or answer}`, `{kind: 'threw', text}` or
 * `{kind: 'notWritten', text}`. Only what the platform answered is evidence; after all else but a write that never began nobody
 * knows (CV3).
 */
export const outcomeOf = <Outcome>(
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
