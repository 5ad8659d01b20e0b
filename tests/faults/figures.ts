import { appendFileSync } from 'node:fs';

/**
 * The promises of the program that are measured and not only tested. The tests of `tests/faults` (and some end-to-end ones)
 * say what they reached; `npm run promises` prints it beside the target.
 */
export const PROMISES = {
  neverLost: 'a buyer’s message that reached the computer is never lost and never shown twice',
  powerCut: 'after a power cut every confirmed commit is there',
  replies: 'a reply ends sent, rejected or unconfirmed, never unknown, never twice',
  hostileFrames: 'hostile frames crash nothing and stall nothing',
  cookieStorm: 'a storm of cookies from the back office holds nothing up',
  pictures: 'pictures of a hostile source hold nothing else up',
  halfOpen: 'a half-open line is noticed',
  wrongShop: 'no send reaches another shop or buyer',
  secrets: 'token and cookies are found nowhere',
  storageTold: 'a database that fails is told, and recovers by itself',
  damage: 'a damaged database starts, is kept aside and salvaged',
  mutants: 'each seeded fault is caught by a test',
} as const;
export type Promised = keyof typeof PROMISES;

/** One measured figure: what was tried, and what came of it, each a short text with its unit. */
export type PromiseFigure = {
  readonly promise: Promised;
  readonly target: string;
  readonly reached: string;
};

/** Where figures are collected, one JSON object a line; nowhere when the variable is not set. */
export const FIGURES_VARIABLE = 'DUODIAN_FIGURES';

/** Notes what a test measured. Call it after the assertions, so that only a kept promise has a figure. */
export const recordFigure = (figure: PromiseFigure): void => {
  const file = process.env[FIGURES_VARIABLE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
};
