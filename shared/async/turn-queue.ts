/** Runs tasks one after another, in the order in which they were given; one that fails holds no other up. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when all earlier ones have settled; settles as the task does. */
  run<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when all tasks that were given until now have settled. */
  async whenIdle(): Promise<void> {
    await this.#last;
  }
}
