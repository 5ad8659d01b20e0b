import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What of axe depends on the colours; roles, names and structure are the same in every theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
/** It takes all of a row for its label; a row is called by its buyer or colleague alone, the rest is its description. */
const LABEL_OF_ROWS = 'label-content-name-mismatch';
const SKIP = 'data-axe-skip';

/** Ends the fading of colours for good: a theme or a state that has just changed fades, even with reduced motion. */
const stopFading = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = '*, *::before, *::after { transition: none !important; }';
    document.head.append(style);
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

/** Axe on every part of the page that is not marked as known; `how` are further options of `axe.run`. */
const runOnFresh = async (page: Page, how: string): Promise<readonly string[]> => {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ include: [['html']], exclude: [['[${SKIP}]']] }, { resultTypes: ['violations'], preload: false, iframes: false, ${how} })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 160)} ${failureSummary.replaceAll(/\s+/gu, ' ').slice(0, 240)}`,
    ),
  );
};

/**
 * What axe-core finds wrong with the page as it stands, one line for each place: roles, names, structure and colours of
 * whatever does not look like a part that was found clean before. A part that looks the same has the same faults.
 */
export class AxeInspector {
  readonly #clean = new Set<string>();

  /** All rules, in the theme that the page has. */
  async everything(page: Page): Promise<readonly string[]> {
    if (!(await page.evaluate(() => 'axe' in window))) {
      await page.evaluate(AXE);
      await stopFading(page);
    }
    // Beside a popover's dialog stands an unseen button by which a screen reader leaves it, in no landmark on purpose.
    const hasPopover = (await page.locator('[data-trigger=DialogTrigger]').count()) > 0;
    const off = [LABEL_OF_ROWS, ...(hasPopover ? ['region'] : [])];
    return this.#inspect(
      page,
      `rules: { ${off.map((rule) => `'${rule}': { enabled: false }`).join(', ')} }`,
    );
  }

  /** The rules that depend on the theme. */
  colours(page: Page): Promise<readonly string[]> {
    return this.#inspect(
      page,
      `runOnly: { type: 'rule', values: ${JSON.stringify(COLOUR_RULES)} }`,
    );
  }

  async #inspect(page: Page, how: string): Promise<readonly string[]> {
    const fresh = await markKnown(page, [...this.#clean]);
    if (fresh.length === 0) return [];
    const found = await runOnFresh(page, how);
    if (found.length === 0) for (const look of fresh) this.#clean.add(look);
    return found;
  }
}
