import * as z from 'zod';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import type { Result } from '#shared/model/result.ts';

const incomingSchema = z.union([
  z.object({ id: z.number().int(), result: z.object({ ok: z.boolean() }).loose() }),
  z.object({
    event: z.enum(['sync.delta', 'window.openConversation', 'window.openShop']),
    payload: z.object({}).loose(),
  }),
]);

export type Incoming =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<never> }
  | { readonly kind: 'event'; readonly message: EventMessage };

/** Undefined where it is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * One text of the transport. The other end is this program's own core, checked by the same contract:
 * only the envelope is examined here, the records inside keep their types.
 */
export const parseIncoming = (text: string): Incoming | null => {
  const parsed = incomingSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return 'event' in parsed.data
    ? { kind: 'event', message: parsed.data as unknown as EventMessage }
    : { kind: 'reply', id: parsed.data.id, result: parsed.data.result as Result<never> };
};
