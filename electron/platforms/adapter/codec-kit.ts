import * as z from 'zod';
import type { IdentityAnswer, PageEvent } from './adapter.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from './codec-result.ts';
import { parseLossless } from './lossless-json.ts';

/** What the codecs of all platforms have in common; pure. */

/** JSON whose long integers keep their digits; null for what is none. */
export const readJson = (text: string): unknown => {
  try {
    return parseLossless(text);
  } catch {
    return null;
  }
};

/** Ids are strings even where the page has numbers; one that has already lost digits is none. */
export const idSchema = z.union([
  z.string().max(256),
  z.number().refine(Number.isSafeInteger).transform(String),
]);
export const textSchema = z.union([z.string(), z.number().transform(String)]);
export const fieldSchema = textSchema.nullish();

/** `PageKit.ask` */
export const webAnswerSchema = z.object({ status: z.number(), url: z.string(), text: z.string() });

/** The JSON of an answer of the web; null for one that is no success or no JSON. */
export const goodBodyOf = (answer: unknown): unknown => {
  const parsed = webAnswerSchema.safeParse(answer);
  return parsed.success && parsed.data.status === 200 ? readJson(parsed.data.text) : null;
};

/** What `read` makes of an answer of this shape. Of any other nobody knows who is logged in. */
export const identityOf = <Shape>(
  schema: z.ZodType<Shape>,
  answer: unknown,
  read: (known: Shape) => IdentityAnswer,
): IdentityAnswer => {
  const parsed = schema.safeParse(answer);
  return parsed.success
    ? read(parsed.data)
    : { kind: 'failed', trace: 'the answer was not understood' };
};

type WebIdentity = z.output<typeof webAnswerSchema> & { readonly overlay: boolean };

/** Of a page that asks its own api who is logged in: what can be told before the JSON of the answer is looked at. */
export const webIdentityOf = <Shape extends WebIdentity>(
  schema: z.ZodType<Shape>,
  answer: unknown,
  isLogin: (web: Shape) => boolean,
  read: (body: unknown, web: Shape) => IdentityAnswer,
): IdentityAnswer =>
  identityOf(schema, answer, (web) => {
    if (web.overlay) return { kind: 'challenge', words: null };
    if (web.status === 401 || isLogin(web)) return { kind: 'loginRequired', words: null };
    if (web.status === 0) return { kind: 'failed', trace: 'no connection' };
    return read(readJson(web.text), web);
  });

/** The api led on to a page of the login. */
export const isLoginPage = ({ url }: { readonly url: string }): boolean =>
  /\/login(?:[/?]|$)/u.test(url);

/** Of a page whose only event is that it asks for a person. */
export const challengeEvents = (events: readonly PageEvent[]): CodecResult =>
  joined(
    events.map(({ kind }) => (kind === 'challenge' ? { ...EMPTY, challenged: '' } : UNDECODED)),
  );
