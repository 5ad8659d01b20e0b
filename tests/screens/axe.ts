import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of axe depends on the colours; roles, names and structure are the same in every theme. It costs the most by far. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** It takes all of a row for its label; a row is called by its buyer or colleague alone, the rest is its description. */
const LABEL_OF_ROWS = 'label-content-name-mismatch';
const SKIP = 'data-axe-skip';

/** Waits until colours stand still: a theme or a state that has just changed fades for a frame, even with reduced motion. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.all(fading.map((one) => one.finished.catch(() => undefined)));
  });

/**
 * Marks each part of the page that looks as one in `clean`, whatever its numbers are, and answers the looks of all others.
 * A look is an element with its classes, its state and its ancestors' classes, so it has the same colours everywhere.
 */
const markKnown = (page: Page, clean: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    ({ known, mark }) => {
      const cleanLooks = new Set(known);
      const fresh: string[] = [];
      const hash = (text: string): string => {
        let value = 5_381;
        for (let at = 0; at < text.length; at += 1)
          value = (Math.imul(value, 33) ^ text.charCodeAt(at)) >>> 0;
        return `${value.toString(36)}.${String(text.length)}`;
      };
      const isColour = (name: string): boolean =>
        name === 'class' ||
        name.startsWith('data-') ||
        name.startsWith('aria-') ||
        name === 'disabled';
      const ownLook = (element: Element): string =>
        [
          element.tagName,
          ...[...element.attributes]
            .filter(({ name }) => isColour(name) && name !== mark)
            .map(({ name, value }) => `${name}=${value.replaceAll(/\d+|_r_\w+/gu, '')}`),
          element.getAttribute('style')?.replaceAll(/(transform|width|height|top|left)[^;]*/gu, ''),
        ].join(' ');
      const walk = (element: Element, above: string): string => {
        element.removeAttribute(mark);
        const own = ownLook(element);
        const path = hash(`${above}>${own}`);
        const inner = [...element.childNodes].map((node) =>
          node instanceof Element
            ? walk(node, path)
            : (node.textContent ?? '').replaceAll(/\d+/gu, '0'),
        );
        const look = hash(`${path} ${inner.join('|')}`);
        if (cleanLooks.has(look)) element.setAttribute(mark, '');
        else fresh.push(look);
        return look;
      };
      walk(document.body, document.documentElement.dataset['theme'] ?? '');
      return fresh;
    },
    { known: clean, mark: SKIP },
  );

const run = async (page: Page, how: string): Promise<readonly string[]> => {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ include: [['html']], exclude: ${how.includes('runOnly') ? `[['[${SKIP}]']]` : '[]'} }, { resultTypes: ['violations'], preload: false, iframes: false, ${how} })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 160)} ${failureSummary.replaceAll(/\s+/gu, ' ').slice(0, 240)}`,
    ),
  );
};

/**
 * What axe-core finds wrong with the page as it stands, one line for each place: structure and names, and the colours of
 * whatever does not look like a part that was found clean before.
 */
export class AxeInspector {
  readonly #clean = new Set<string>();

  async structure(page: Page): Promise<readonly string[]> {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
    // Beside a popover's dialog stands an unseen button by which a screen reader leaves it, in no landmark on purpose.
    const hasPopover = (await page.locator('[data-trigger=DialogTrigger]').count()) > 0;
    const off = [...COLOUR_RULES, LABEL_OF_ROWS, ...(hasPopover ? ['region'] : [])];
    return run(page, `rules: { ${off.map((rule) => `'${rule}': { enabled: false }`).join(', ')} }`);
  }

  async colours(page: Page): Promise<readonly string[]> {
    await settle(page);
    const fresh = await markKnown(page, [...this.#clean]);
    if (fresh.length === 0) return [];
    const found = await run(
      page,
      `runOnly: { type: 'rule', values: ${JSON.stringify(COLOUR_RULES)} }`,
    );
    if (found.length === 0) for (const look of fresh) this.#clean.add(look);
    return found;
  }
}
