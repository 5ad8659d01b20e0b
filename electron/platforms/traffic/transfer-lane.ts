import type { Clock } from '../../core/ports/clock.ts';
import type { TransferOutcome } from '../../core/ports/connectors.ts';
import type { BuyerPin, StaffId } from '#shared/model/ids.ts';
import type { Adapter } from '../adapter/adapter.ts';
import type { CodecResult } from '../adapter/codec-result.ts';
import { outcomeOf } from '../adapter/outcome.ts';
import { DeadlineMissed, within } from '#shared/async/deadline.ts';
import type { InstalledScript } from '../session/page-script.ts';

/** Platforms were seen to confirm up to 15 s after they accepted. */
const CONFIRM_DEADLINE_MS = 25_000;
const ANSWER_DEADLINE_MS = 15_000;

export type TransferRequest = {
  readonly buyerPin: BuyerPin;
  readonly staffId: StaffId;
  readonly reason: string;
};

/** Transfers of one shop that wait for the platform's own word (CV10): the answer alone is no evidence. */
export class TransferLane {
  readonly #clock: Clock;
  readonly #codec: Adapter['codec'];
  readonly #waiting = new Map<string, () => void>();

  constructor(clock: Clock, codec: Adapter['codec']) {
    this.#clock = clock;
    this.#codec = codec;
  }

  /** The page told of transfers that happened. */
  confirm(confirmed: CodecResult['transferred']): void {
    for (const { buyerPin, staffId } of confirmed) this.#waiting.get(keyOf(buyerPin, staffId))?.();
  }

  /** Never rejects. */
  async transfer(page: InstalledScript, request: TransferRequest): Promise<TransferOutcome> {
    const key = keyOf(request.buyerPin, request.staffId);
    const { promise: confirmed, resolve } = Promise.withResolvers<TransferOutcome>();
    this.#waiting.set(key, () => resolve({ kind: 'transferred' }));
    try {
      const { buyerPin, staffId, reason } = request;
      const answered = page
        .call('invoke', ['transfer', { buyerPin, staffId, reason }], ANSWER_DEADLINE_MS)
        .then((answer) =>
          outcomeOf<TransferOutcome>(
            answer,
            (resolved) => this.#codec.transferEvidence(resolved.answer),
            (text) => ({ kind: 'refused', text }),
          ),
        )
        // Accepted is not done: the confirmation decides, or the deadline.
        .then((outcome) => (outcome.kind === 'unconfirmed' ? confirmed : outcome));
      return await within(
        this.#clock,
        CONFIRM_DEADLINE_MS,
        'transfer',
        Promise.race([confirmed, answered]),
      );
    } catch (error) {
      const why = error instanceof DeadlineMissed ? 'timeout' : 'the page went away';
      return { kind: 'unconfirmed', why };
    } finally {
      this.#waiting.delete(key);
    }
  }
}

const keyOf = (buyerPin: string, staffId: string): string => `${staffId}\u001f${buyerPin}`;
