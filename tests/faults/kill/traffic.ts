import type { SeededRandom } from '../../../sandbox/seeded.ts';
import { asMessageId } from '#shared/model/ids.ts';
import type { BackOffice } from './back-office.ts';
import { colleague, CONVERSATIONS, type Platform } from './platform.ts';
import type { ToApp } from './wire.ts';

/** What happens in one life at most: a slow machine must not be given ever more to catch up with. */
const BEFORE_OPEN = 8;
const ONCE_OPEN = 40;
const BETWEEN_MS = [2, 12] as const;

type Parts = {
  readonly random: SeededRandom;
  readonly platform: Platform;
  readonly office: BackOffice;
  /** To the life that runs now. */
  readonly say: (message: ToApp) => void;
  /** Makes the agent's ids differ from those of another world. */
  readonly seed: string;
};

/** Buyers, the AI and the agent, all at once. */
export class Traffic {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | undefined;
  #left = 0;
  #replies = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The app is being started: the world outside does not wait for it. */
  start(): void {
    this.#left = BEFORE_OPEN;
    this.#next();
  }

  /** The app is open, and gets to do. */
  goOn(): void {
    this.stop();
    this.#left += ONCE_OPEN;
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (this.#left === 0) return;
    this.#left -= 1;
    this.#timer = setTimeout(
      () => {
        this.#act();
        this.#next();
      },
      this.#parts.random.between(...BETWEEN_MS),
    );
  }

  #act(): void {
    const { random, platform, office, say } = this.#parts;
    const ref = random.pick(CONVERSATIONS);
    const dice = random.between(0, 99);
    if (dice < 45) platform.say(ref);
    else if (dice < 65) office.reply(ref, true);
    else if (dice < 75) office.reply(ref, false);
    else if (dice < 87) {
      this.#replies += 1;
      const content = `s${this.#replies}`;
      const messageId = asMessageId(`${this.#parts.seed}-${content}`);
      say({ say: 'reply', ref, messageId, content });
    } else if (dice < 92) say({ say: 'mode', ref, manual: random.next() < 0.4 });
    else if (dice < 95) say({ say: 'adopt', ref });
    else if (dice < 99) office.transfer(ref);
    else say({ say: 'transfer', ref, staffId: colleague(0).staffId });
  }
}
