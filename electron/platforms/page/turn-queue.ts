/** Lets one task run after another. */
export class TurnQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `task` when all earlier ones have settled. */
  run<Value>(task: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
