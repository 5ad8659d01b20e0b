import * as z from 'zod';

/** Bodies of `POST /control/gateway/fault`. Durations in milliseconds. `refuse`, `no_success` and `close` are extensions. */
export const gatewayFaultSchema = z.discriminatedUnion('kind', [
  /** Cuts every socket, and for `for_ms` refuses new ones (connection reset). */
  z.object({ kind: z.literal('drop'), for_ms: z.number().int().min(0).max(600_000).default(0) }),
  /** The sockets that are open now stay open but hear and say nothing more. */
  z.object({ kind: z.literal('half_open') }),
  /** Every upgrade is answered with 401, and open sockets are closed with 4001. */
  z.object({ kind: z.literal('reject_token') }),
  /** `count` replies in one go, to `buyer` of `store_id`. */
  z.object({
    kind: z.literal('flood'),
    count: z.number().int().min(1).max(200_000).default(1000),
    store_id: z.string().min(1).optional(),
    buyer: z.string().min(1).default('flood_buyer'),
  }),
  /** Broken frames. */
  z.object({ kind: z.literal('garbage'), count: z.number().int().min(1).max(100_000).default(30) }),
  /** Every frame, pongs too, is written `ms` later. */
  z.object({ kind: z.literal('slow'), ms: z.number().int().min(0).max(120_000).default(3000) }),
  /** Every upgrade is answered with this status. */
  z.object({
    kind: z.literal('refuse'),
    status: z.number().int().min(400).max(599).default(503),
    retry_after: z.number().int().min(0).optional(),
  }),
  /** New sockets are taken but never told `success`. */
  z.object({ kind: z.literal('no_success') }),
  /** Closes every socket with this code. */
  z.object({
    kind: z.literal('close'),
    code: z.number().int().min(1000).max(4999).default(1012),
    reason: z.string().max(100).default(''),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type GatewayFault = z.infer<typeof gatewayFaultSchema>;
