import * as z from 'zod';
import type { EventName, Events } from './contract.ts';
import type { Result } from '../model/result.ts';

/** How a call travels over a transport that is a stream of texts (the browser host's WebSocket). */
export const requestSchema = z.object({
  id: z.number().int().nonnegative(),
  name: z.string().max(64),
  input: z.unknown(),
});
export type Reply = { readonly id: number; readonly result: Result<unknown> };
export type EventMessage = {
  readonly [Name in EventName]: { readonly event: Name; readonly payload: Events[Name] };
}[EventName];
