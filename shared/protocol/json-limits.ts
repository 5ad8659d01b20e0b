import type { QuarantineKind } from '../model/quarantine.ts';

/**
 * GW6: reading JSON that a stranger wrote. Limits on depth, text and list length, and integers above 2^53 kept as
 * their digits. Nothing here throws, and no key of the text can reach an object's prototype.
 */

export const DEEPEST = 32;
export const LONGEST_TEXT_BYTES = 256 * 1024;
export const LONGEST_LIST = 10_000;
/** In all lists and objects of a frame together: many lists of the allowed length are as heavy as one that is too long. */
const MOST_VALUES = 100_000;

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

type Excess = Extract<QuarantineKind, 'tooDeep' | 'textTooLong' | 'listTooLong' | 'tooManyValues'>;

export type JsonReading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly excess: Excess | 'notJson' };

const refused = (excess: Excess | 'notJson'): JsonReading => ({ ok: false, excess });

/** Bytes of a text in UTF-8. */
const utf8Bytes = (text: string): number => {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // A pair of surrogates is 4 bytes in 2 units; any other unit above U+07FF is 3 bytes in 1.
    if (unit > 0x7ff) bytes += unit >= 0xd800 && unit <= 0xdfff ? 1 : 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
};

const isTooLong = (text: string): boolean =>
  text.length * 3 > LONGEST_TEXT_BYTES && utf8Bytes(text) > LONGEST_TEXT_BYTES;

/**
 * The first limit that the brackets and commas outside of texts break. Run before parsing a large text, so that a frame of
 * nothing but brackets, or of a million keys, costs one pass and builds nothing: parsing it would hold everything up.
 */
const findExcessInText = (text: string): Excess | null => {
  /** Commas of the open list at each depth. */
  const commas = new Uint32Array(DEEPEST + 1);
  let depth = 0;
  let values = 0;
  let inText = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (inText) {
      if (unit === 0x5c) index += 1;
      else if (unit === 0x22) inText = false;
    } else if (unit === 0x22) inText = true;
    else if (unit === 0x2c) {
      commas[depth] = (commas[depth] ?? 0) + 1;
      values += 1;
      if ((commas[depth] ?? 0) >= LONGEST_LIST) return 'listTooLong';
      if (values >= MOST_VALUES) return 'tooManyValues';
    } else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return 'tooDeep';
      commas[depth] = 0;
    } else if ((unit === 0x7d || unit === 0x5d) && depth > 0) depth -= 1;
  }
  return null;
};

/** A shorter text cannot hold enough to cost anything. */
const SCAN_FROM = 4 * 1024;
/** Only a text with so many digits in a row can hold an unsafe integer; all others take the fast parse. */
const MANY_DIGITS = /\d{16}/u;
const INTEGER = /^-?\d+$/u;

const keepDigits = (_key: string, value: Json, context: { readonly source?: string }): Json =>
  typeof value === 'number' &&
  !Number.isSafeInteger(value) &&
  context.source !== undefined &&
  INTEGER.test(context.source)
    ? context.source
    : value;

// Node 24 hands the reviver a third argument; the library types of es2024 do not know it yet.
type ParseWithSource = (text: string, reviver?: typeof keepDigits) => Json;
const parse = JSON.parse as ParseWithSource;

/** The first broken limit, or null. */
const findExcess = (value: Json, depth: number): Excess | null => {
  if (typeof value === 'string') {
    return isTooLong(value) ? 'textTooLong' : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= DEEPEST) return 'tooDeep';
  const entries = Array.isArray(value) ? value : Object.values(value);
  if (entries.length > LONGEST_LIST) return 'listTooLong';
  for (const entry of entries) {
    const excess = findExcess(entry, depth + 1);
    if (excess !== null) return excess;
  }
  return null;
};

/** Parses a text within the limits. Integers beyond 2^53 come back as texts of their digits. */
export const readJson = (text: string): JsonReading => {
  const tooMuch = text.length > SCAN_FROM ? findExcessInText(text) : null;
  if (tooMuch !== null) return refused(tooMuch);
  let value: Json;
  try {
    value = MANY_DIGITS.test(text) ? parse(text, keepDigits) : parse(text);
  } catch {
    return refused('notJson');
  }
  const excess = findExcess(value, 0);
  return excess === null ? { ok: true, value } : refused(excess);
};
