/**
 * JSON from a platform, with the digits of every integer beyond 2^53 kept: such a number becomes a string. Platform ids
 * are that long, and some answers write them without quotes. Throws `SyntaxError` like `JSON.parse`.
 */
export const parseLossless = (text: string): unknown =>
  LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);

/** To look at every value of a long text costs many times the reading of it, and hardly any has such a number. */
const LONG_NUMBER = /(?:^|[\s:,[])-?\d{16}/u;

/** `context.source` is ES2026; the type library does not know it yet. */
const keepDigits = (
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown =>
  typeof value === 'number' &&
  context?.source !== undefined &&
  /^-?\d+$/u.test(context.source) &&
  !Number.isSafeInteger(value)
    ? context.source
    : value;
