import type { Fact } from './ports/facts.ts';
import type { Task } from './step.ts';
import type { WorkingState } from './working-state.ts';
import { gatewayFrame } from './steps/gateway-frame.ts';
import { setFrameAside } from './steps/set-aside.ts';
import { platformMessages } from './steps/platform-messages.ts';
import { takeIdentity, takeShopEvent } from './steps/shop-facts.ts';
import { takeStaff } from './steps/staff.ts';
import { assertNever } from '#shared/model/result.ts';

/** Facts about the present moment only: shown at once, never written. */
export type FleetingFact = Extract<
  Fact,
  {
    kind:
      | 'gateway.status'
      | 'gateway.serverTime'
      | 'platform.heard'
      | 'platform.cookieNote'
      | 'platform.pageShown';
  }
>;
export type LastingFact = Exclude<Fact, FleetingFact>;

export const isFleeting = (fact: Fact): fact is FleetingFact =>
  fact.kind === 'gateway.status' ||
  fact.kind === 'gateway.serverTime' ||
  fact.kind === 'platform.heard' ||
  fact.kind === 'platform.cookieNote' ||
  fact.kind === 'platform.pageShown';

/** The step that takes a fact. */
export const factTask = (state: WorkingState, fact: LastingFact): Task<void> => {
  switch (fact.kind) {
    case 'gateway.frame':
      return gatewayFrame(state, fact.frame);
    case 'gateway.quarantined':
      return { decide: (step) => step.changes.addQuarantine(fact.entry) };
    case 'gateway.acknowledged':
      return { decide: (step) => step.changes.removeFrames(fact.outboxSeq, fact.frames) };
    case 'gateway.frameStuck':
      return { decide: (step) => setFrameAside(step, fact) };
    case 'gateway.outage':
      return { decide: (step) => step.changes.putOutage(fact.outage) };
    case 'platform.event':
      return { decide: (step) => takeShopEvent(step, fact.shopId, fact.event, fact.at) };
    case 'platform.identity':
      return { decide: (step) => takeIdentity(step, fact) };
    case 'platform.messages':
      return platformMessages(fact.shopId, fact.messages);
    case 'platform.staff':
      return {
        decide: (step) => {
          takeStaff(step, fact.shopId, fact.staff);
        },
      };
    default:
      return assertNever(fact);
  }
};
