/** `npm run test:soak` sets it: the same tests, many more rounds. */
export const SOAK_VARIABLE = 'DUODIAN_SOAK';

export const isSoak = process.env[SOAK_VARIABLE] === '1';

/** How much is tried: the figure of `npm test`, or that of the soak run. */
export const scaled = (inTest: number, inSoak: number): number => (isSoak ? inSoak : inTest);
