import type { Language } from '#shared/model/language.ts';
import type { Settings } from '#shared/model/settings.ts';

/**
 * What a page must know before it draws anything: in which language, and whether dark, so that a dark screen does not flash white.
 * Each run has an origin of its own (SE3), so the page itself can keep nothing from one run to the next.
 */
export type PageLook = { readonly language: Language; readonly theme: Settings['theme'] };

/** Puts the look on the root element. What a buyer wrote is shown as it was written: no browser may offer to translate it. */
export const withLook = (html: string, { language, theme }: PageLook): string =>
  html.replace(
    /<html\b[^>]*>/u,
    `<html lang="${language}" translate="no" data-kept-theme="${theme}">`,
  );
