/** What runs in the page: each function stands by its source text alone. */

type Shown = { readonly at: Record<number, number> };

/** The first rows of the list, as `shop buyer`; the one that is open is left out. */
export const rowsInSight = (most: number): readonly (readonly [shop: string, buyer: string])[] =>
  Array.from(document.querySelectorAll<HTMLElement>('[role=listbox] [role=option][data-buyer]'))
    .filter((row) => row.ariaSelected !== 'true')
    .slice(0, most)
    .map(({ dataset }) => [dataset['shop'] ?? '', dataset['buyer'] ?? '']);

/** From now on notes when the mark `⟦n⟧` in the last line of a row was first painted, in epoch milliseconds. */
export const watchMarks = (): void => {
  const list = document.querySelector('[role=listbox]:has([role=option][data-buyer])');
  if (list === null) throw new Error('no list');
  const shown: Shown = { at: {} };
  Object.assign(globalThis, { shownMarks: shown });
  let isWaiting = false;
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      const marks = Array.from((list.textContent ?? '').matchAll(/⟦(\d+)⟧/gu), ([, n]) =>
        Number(n),
      );
      const after = new MessageChannel();
      after.port1.addEventListener('message', () => {
        const at = performance.timeOrigin + performance.now();
        for (const mark of marks) shown.at[mark] ??= at;
      });
      after.port1.start();
      after.port2.postMessage(null);
    });
  }).observe(list, { childList: true, subtree: true, characterData: true });
};

export const marksShown = (): Readonly<Record<number, number>> =>
  (globalThis as unknown as { shownMarks: Shown }).shownMarks.at;
