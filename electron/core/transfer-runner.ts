import type { InputQueue } from './input-queue.ts';
import type { IdSource } from './ports/clock.ts';
import type { Connectors, TransferOutcome } from './ports/connectors.ts';
import type { Step } from './step.ts';
import { conversationOf } from './steps/new-rows.ts';
import { takeStaff } from './steps/staff.ts';
import { askAgent, takeTransferOutcome } from './steps/transfers.ts';
import type { WorkingState } from './working-state.ts';
import type { ConversationRef, ShopId, StaffId } from '#shared/model/ids.ts';
import { assertNever, ok, refuse, type Result } from '#shared/model/result.ts';
import type { Staff, StaffList } from '#shared/model/shop.ts';
import { matchStaff } from '#shared/model/staff-match.ts';

/** The agent's and the gateway's transfers, and the staff lists they choose from (CV10). */
export class TransferRunner {
  readonly #ids: IdSource;
  readonly #state: WorkingState;
  readonly #inputs: InputQueue;
  readonly #connectors: () => Connectors | null;

  constructor(parts: {
    readonly ids: IdSource;
    readonly state: WorkingState;
    readonly inputs: InputQueue;
    readonly connectors: () => Connectors | null;
  }) {
    this.#ids = parts.ids;
    this.#state = parts.state;
    this.#inputs = parts.inputs;
    this.#connectors = parts.connectors;
  }

  /** Asks the platform for the staff and keeps the answer. */
  async refreshStaff(shopId: ShopId): Promise<Result<StaffList>> {
    if (!this.#state.shops.has(shopId)) return refuse('shop.unknown');
    const connectors = this.#connectors();
    if (connectors === null) return refuse('shop.notOnline');
    const listed = await connectors.listStaff(shopId);
    if (!listed.ok) return listed;
    const decide = (step: Step): StaffList => takeStaff(step, shopId, listed.value);
    return ok(await this.#inputs.run({ decide }));
  }

  /** The agent hands a buyer over: the answer is the platform's. */
  async start(
    ref: ConversationRef,
    choice: { readonly staffId: StaffId; readonly reason: string },
  ): Promise<Result<null>> {
    const isKnown = await this.#decide(ref, (step) => conversationOf(step, ref) !== null);
    const shop = this.#state.shops.get(ref.shopId);
    if (shop === undefined) return refuse('shop.unknown');
    if (!isKnown) return refuse('conversation.unknown');
    if (shop.state.kind !== 'online') return refuse('shop.notOnline');
    if (!shop.capabilities.includes('transfer')) return refuse('platform.notSupported');
    const list = this.#state.staffLists.get(ref.shopId);
    const staff = list?.staff.find((person) => person.staffId === choice.staffId);
    if (staff === undefined) return refuse('staff.unknown');
    const outcome = await this.#transfer(ref, staff, choice.reason);
    await this.#decide(ref, (step) => takeTransferOutcome(step, ref, staff.name, 'agent', outcome));
    switch (outcome.kind) {
      case 'transferred':
        return ok(null);
      case 'refused':
        return refuse('platform.refused', outcome.text);
      case 'unconfirmed':
        return refuse('platform.timeout', outcome.why);
      default:
        return assertNever(outcome);
    }
  }

  /** The gateway's wish: done when exactly one person is meant and online, else the agent is asked. */
  async follow(ref: ConversationRef, staffName: string): Promise<void> {
    const staff = await this.#currentStaff(ref.shopId).catch(() => null);
    const match = staff === null ? ({ kind: 'failed' } as const) : matchStaff(staff, staffName);
    if (match.kind !== 'one') {
      await this.#decide(ref, (step) => askAgent(step, ref, staffName, match.kind));
      return;
    }
    const outcome = await this.#transfer(ref, match.staff, '');
    await this.#decide(ref, (step) =>
      takeTransferOutcome(step, ref, staffName, 'backoffice', outcome),
    );
  }

  /**
   * Transfers are rare and cannot be taken back, and presence changes by the minute: the platform is always asked.
   * The kept list serves where it does not answer; null when there is none.
   */
  async #currentStaff(shopId: ShopId): Promise<readonly Staff[] | null> {
    const refreshed = await this.refreshStaff(shopId);
    return refreshed.ok
      ? refreshed.value.staff
      : (this.#state.staffLists.get(shopId)?.staff ?? null);
  }

  #transfer(ref: ConversationRef, staff: Staff, reason: string): Promise<TransferOutcome> {
    const connectors = this.#connectors();
    if (connectors === null) return Promise.resolve({ kind: 'unconfirmed', why: 'stopped' });
    return connectors
      .transfer(ref.shopId, {
        operationId: this.#ids.messageId(),
        buyerPin: ref.buyerPin,
        staffId: staff.staffId,
        reason,
      })
      .catch((): TransferOutcome => ({ kind: 'unconfirmed', why: 'failed' }));
  }

  #decide<Value>(ref: ConversationRef, decide: (step: Step) => Value): Promise<Value> {
    return this.#inputs.run({ lookUp: (lookups) => lookups.conversation(ref), decide });
  }
}
