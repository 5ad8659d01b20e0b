import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { Secret } from '#shared/model/secret.ts';

/**
 * What is remembered about the session of a shop: which push made it (as a salted fingerprint), what of it could not be
 * set, and which shop of the platform it turned out to be. The host keeps it as one text beside the session, and forgets it with the session.
 */
export type SessionMark = {
  readonly salt: string;
  readonly digest: string;
  /** The platform's own key of the shop, null until the first identification (PL5). */
  readonly shopKey: string | null;
  /** What of that push could not be set (PL3). */
  readonly leftOut: CookieNote;
};

export const NOTHING_LEFT_OUT: CookieNote = { count: 0, names: [] };

const markSchema = z.object({
  salt: z.string(),
  digest: z.string(),
  shopKey: z.string().nullable(),
  leftOut: z
    .object({ count: z.number(), names: z.array(z.string()) })
    .default({ ...NOTHING_LEFT_OUT, names: [] }),
});

export const markOf = (
  cookies: Secret,
  { shopKey, leftOut }: Pick<SessionMark, 'shopKey' | 'leftOut'>,
): SessionMark => {
  const salt = randomBytes(16).toString('hex');
  return { salt, digest: digestOf(salt, cookies), shopKey, leftOut };
};

export const isMarkOf = (mark: SessionMark, cookies: Secret): boolean =>
  mark.digest === digestOf(mark.salt, cookies);

export const writeMark = (mark: SessionMark): string => JSON.stringify(mark);

/** Null for a text that is no mark. */
export const readMark = (text: string | null): SessionMark | null => {
  if (text === null) return null;
  try {
    return markSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const digestOf = (salt: string, cookies: Secret): string =>
  createHash('sha256').update(salt).update('\0').update(cookies.reveal()).digest('hex');
