/** `npm run test:soak` sets it: the same tests, many more rounds. */
export const SOAK_VARIABLE = 'DUODIAN_SOAK';
/** `npm run promises` sets it: as many rounds as the promise names, also where `npm test` has time for fewer. */
export const PROMISES_VARIABLE = 'DUODIAN_PROMISES';

export const isSoak = process.env[SOAK_VARIABLE] === '1';
export const isMeasured = process.env[PROMISES_VARIABLE] === '1';

/** How much is tried: the figure of `npm test`, that of the soak run, and that of the promise where it is a third. */
export const scaled = (inTest: number, inSoak: number, promised = inTest): number => {
  if (isSoak) return inSoak;
  return isMeasured ? promised : inTest;
};
