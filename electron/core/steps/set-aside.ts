import type { Fact } from '../ports/facts.ts';
import type { SetAsideFrame } from '../ports/store.ts';
import type { Step } from '../step.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

type FrameRef = { readonly shopId: ShopId; readonly messageId: MessageId };

/** GW9: out of the outbox, into the agent's hands, in one transaction. */
export const setFrameAside = (
  { changes, now }: Step,
  { outboxSeq, frame, reason }: Extract<Fact, { kind: 'gateway.frameStuck' }>,
): void => {
  changes.setFrameAside(outboxSeq, { frame, reason, at: now });
};

const take = ({ state, changes }: Step, ref: FrameRef): SetAsideFrame | null => {
  const row = state.setAside.find(
    ({ frame }) => frame.store_id === ref.shopId && frame.message_id === ref.messageId,
  );
  if (row !== undefined) changes.takeSetAside(row);
  return row ?? null;
};

/** 重发: to the end of the outbox, under the id that it always had, so that the back office knows a repeat. */
export const resendSetAside = (step: Step, ref: FrameRef): Result<null> => {
  const row = take(step, ref);
  if (row === null) return refuse('message.unknown');
  step.changes.addFrame(row.frame);
  return ok(null);
};

/** 放弃: the back office never hears of it. */
export const dropSetAside = (step: Step, ref: FrameRef): Result<null> =>
  take(step, ref) === null ? refuse('message.unknown') : ok(null);
