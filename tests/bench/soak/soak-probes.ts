/** What runs in the page: each function stands by its source text alone. */

type Span = readonly [from: number, to: number];
type Watched = { readonly long: Span[]; readonly looks: Span[] };

/** From now on notes every task over 50 ms. */
export const watchLongTasks = (): void => {
  const watched: Watched = { long: [], looks: [] };
  Object.assign(globalThis, { soak: watched });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      watched.long.push([startTime, startTime + duration]);
  }).observe({ entryTypes: ['longtask'] });
};

/** Around a collection that the bench itself asks for: what is long between the two is not the app's. */
export const noteLook = (isBegin: boolean): void => {
  const { looks } = (globalThis as unknown as { soak: Watched }).soak;
  const now = performance.now();
  const last = looks.at(-1);
  if (isBegin) looks.push([now, Number.POSITIVE_INFINITY]);
  else if (last !== undefined) looks[looks.length - 1] = [last[0], now];
};

/** How long each long task was, in milliseconds. */
export const longTasks = (): readonly number[] => {
  const { long, looks } = (globalThis as unknown as { soak: Watched }).soak;
  return long
    .filter(([from, to]) => !looks.some(([begin, end]) => from < end + 5 && to > begin - 5))
    .map(([from, to]) => to - from);
};

export type ShownList = {
  /** `shop buyer`, from the top. */
  readonly rows: readonly string[];
  /** How many wait, as the head above them says; 0 without one. */
  readonly waiting: number;
};

/** Reads the list from its top, by scrolling. */
export const readList = async (most: number): Promise<ShownList> => {
  const box = document.querySelector('[role=listbox]:has([role=option][data-buyer])');
  if (box === null) throw new Error('no list');
  const rows = new Map<number, string>();
  const head = box.previousElementSibling?.textContent ?? '';
  const waiting = Number(/\d+/u.exec(head)?.[0] ?? 0);
  for (let turn = 0; turn < 400 && rows.size < most; turn += 1) {
    box.scrollTop = turn * 200;
    await new Promise((resolve) => setTimeout(resolve, 120));
    for (const row of box.querySelectorAll<HTMLElement>('[role=option][data-buyer]')) {
      const { shop = '', buyer = '' } = row.dataset;
      rows.set(Number(row.ariaPosInSet), `${shop} ${buyer}`);
    }
  }
  const inOrder = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  return { rows: inOrder.slice(0, most), waiting };
};
