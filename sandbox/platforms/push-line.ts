import type { PageEvent, PlatformMessage } from './platform-events.ts';
import type { ActiveFaults } from './shop-faults.ts';

const DISORDER_WAIT_MS = 400;
const REPEAT_AFTER_MS = 40;
/** Enough for any page that was away for a while; the lists tell the rest. */
const KEPT_FOR_RESUME = 500;

/**
 * What a platform pushes to the open pages of one shop, with all that can go wrong on the way.
 * Messages are numbered, so that a page that lost its stream can ask for what it missed.
 */
export class PushLine {
  readonly #faults: ActiveFaults;
  readonly #pages = new Set<(event: PageEvent) => void>();
  readonly #others = new Set<(event: PageEvent) => void>();
  readonly #recent: { readonly seq: number; readonly message: PlatformMessage }[] = [];
  #held: PlatformMessage[] = [];
  #seq = 0;

  constructor(faults: ActiveFaults) {
    this.#faults = faults;
  }

  get seq(): number {
    return this.#seq;
  }

  get openPages(): number {
    return this.#pages.size;
  }

  /** Hears everything from now on; returns its undo. */
  subscribe(listener: (event: PageEvent) => void): () => void {
    this.#pages.add(listener);
    return () => this.#pages.delete(listener);
  }

  /** Another socket of a page that is subscribed already. */
  overhear(listener: (event: PageEvent) => void): () => void {
    this.#others.add(listener);
    return () => this.#others.delete(listener);
  }

  /** Messages pushed after `seq`, as far as they are kept; none in silence. */
  since(seq: number): readonly PlatformMessage[] {
    if (this.#faults.has('silent')) return [];
    return this.#recent.filter((entry) => entry.seq > seq).map(({ message }) => message);
  }

  /** Tells every open page at once, whatever the faults. */
  notify(event: PageEvent): void {
    for (const listener of [...this.#pages, ...this.#others]) listener(event);
  }

  message(message: PlatformMessage): void {
    if (!this.#faults.has('disorder')) {
      this.#send(message);
      return;
    }
    this.#held.push(message);
    if (this.#held.length > 1) this.#releaseReversed();
    else setTimeout(() => this.#releaseReversed(), DISORDER_WAIT_MS).unref();
  }

  #releaseReversed(): void {
    const held = this.#held.toReversed();
    this.#held = [];
    for (const message of held) this.#send(message);
  }

  #send(message: PlatformMessage): void {
    const seq = ++this.#seq;
    this.#recent.push({ seq, message });
    if (this.#recent.length > KEPT_FOR_RESUME * 2) this.#recent.splice(0, KEPT_FOR_RESUME);
    if (this.#faults.has('silent')) return;
    const push = (): void => this.notify({ kind: 'message', seq, message });
    const delay = this.#faults.get('slow')?.ms ?? 0;
    if (delay === 0) push();
    else setTimeout(push, delay).unref();
    if (this.#faults.has('duplicate')) setTimeout(push, delay + REPEAT_AFTER_MS).unref();
  }
}
