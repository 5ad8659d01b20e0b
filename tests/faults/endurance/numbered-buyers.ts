import type { Core } from '../../../electron/core/core.ts';
import { strictLog } from '../../../electron/core/testing/strict-log.ts';
import { asBuyerPin, asPlatformMessageId, asShopId } from '#shared/model/ids.ts';
import { CoreProgram } from '../../core-program.ts';

const SHOP = asShopId('93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31');
const BUYERS = 500;

/** The real core, database and gateway client, and buyers who count. */
export class NumberedBuyers {
  readonly core: Core;
  readonly #program: CoreProgram;
  /** Numbers said so far. */
  said = 0;

  private constructor(program: CoreProgram) {
    this.core = program.core;
    this.#program = program;
  }

  static async open(file: string, gatewayUrl: string): Promise<NumberedBuyers> {
    // No waiting between two attempts.
    const program = await CoreProgram.open({ file, log: strictLog, random: () => 0 });
    await program.begin(gatewayUrl);
    return new NumberedBuyers(program);
  }

  /** `count` buyers say the next numbers, in one event of the page; resolves when that is durable. */
  say(count: number): Promise<void> {
    const messages = Array.from({ length: count }, () => {
      this.said += 1;
      const number = String(this.said);
      return {
        platformMessageId: asPlatformMessageId(number),
        buyerPin: asBuyerPin(`buyer-${this.said % BUYERS}`),
        buyerName: null,
        avatarUrl: null,
        from: 'buyer',
        type: 'text',
        content: number,
        card: null,
        sentAt: Date.now(),
      } as const;
    });
    return this.core.accept({ kind: 'platform.messages', shopId: SHOP, messages });
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}
