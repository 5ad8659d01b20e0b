import type { Fact, FactSink } from '../../core/ports/facts.ts';

type Wait = { readonly isIt: (facts: readonly Fact[]) => boolean; readonly resolve: () => void };

/** Keeps every fact. With `hold` commits stay open until `commit` is called. */
export class RecordingSink implements FactSink {
  readonly facts: Fact[] = [];
  #isHolding = false;
  #open: (() => void)[] = [];
  #waits: Wait[] = [];

  accept(fact: Fact): Promise<void> {
    this.facts.push(fact);
    const done = this.#waits.filter((wait) => wait.isIt(this.facts));
    this.#waits = this.#waits.filter((wait) => !done.includes(wait));
    for (const wait of done) wait.resolve();
    if (!this.#isHolding) return Promise.resolve();
    return new Promise((resolve) => this.#open.push(resolve));
  }

  hold(): void {
    this.#isHolding = true;
  }

  /** Commits the `count` oldest open facts. */
  commit(count = Infinity): void {
    for (const resolve of this.#open.splice(0, Math.min(count, this.#open.length))) resolve();
  }

  /** Commits what is open and everything to come. */
  release(): void {
    this.#isHolding = false;
    this.commit();
  }

  get open(): number {
    return this.#open.length;
  }

  until(isIt: (facts: readonly Fact[]) => boolean): Promise<void> {
    if (isIt(this.facts)) return Promise.resolve();
    return new Promise((resolve) => this.#waits.push({ isIt, resolve }));
  }

  of<Kind extends Fact['kind']>(kind: Kind): Extract<Fact, { kind: Kind }>[] {
    return this.facts.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
  }

  /** Newest status of the line. */
  get status(): Extract<Fact, { kind: 'gateway.status' }>['status'] | null {
    return this.of('gateway.status').at(-1)?.status ?? null;
  }

  untilPhase(phase: string): Promise<void> {
    return this.until(() => this.status?.phase === phase);
  }
}
