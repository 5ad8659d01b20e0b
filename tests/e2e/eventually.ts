/** Repeats an assertion until it holds or the deadline has passed, then lets its own error through. */
export const eventually = async <Value>(
  check: () => Promise<Value> | Value,
  withinMs = 15_000,
): Promise<Value> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

/** Lets time pass in which something must not happen. */
export const quietFor = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
