import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import type { UpdateTrouble } from '#shared/model/updates.ts';

/** A file of a release. */
export type ReleaseFile = {
  /** `<process.platform>-<process.arch>`. */
  readonly target: string;
  /** Beside the manifest; a plain name, so that it leads nowhere else. */
  readonly name: string;
  readonly bytes: number;
  /** base64. */
  readonly sha512: string;
};

/** What a feed offers on one channel. */
export type Release = {
  readonly version: string;
  readonly notes: { readonly 'zh-CN': string; readonly en: string };
  readonly files: readonly ReleaseFile[];
};

export type ManifestReading =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly why: UpdateTrouble };

/** The key is over the very bytes of `signed`, so no two programs have to write JSON the same way. */
const envelopeSchema = z.strictObject({ signed: z.string(), signature: z.base64() });

export const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[a-z]{1,20}\.\d{1,6})?$/u;

export const releaseSchema = z.object({
  product: z.literal('duodian'),
  channel: z.string(),
  version: z.string().regex(VERSION),
  notes: z.object({ 'zh-CN': z.string().max(4_000), en: z.string().max(4_000) }),
  files: z
    .array(
      z.object({
        target: z.string().regex(/^[a-z0-9]+-[a-z0-9]+$/u),
        name: z.string().regex(/^[\w][\w.-]{0,120}$/u),
        bytes: z
          .number()
          .int()
          .min(1)
          .max(2 ** 31),
        sha512: z.string().regex(/^[\w+/]{86}==$/u),
      }),
    )
    .max(32),
});

/** From the base64 text of an Ed25519 key's SPKI form. Throws for another text. */
export const publicKeyFrom = (base64: string): KeyObject => {
  const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  return key;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const refused = (why: UpdateTrouble): ManifestReading => ({ ok: false, why });

/** Reads a manifest. Nothing of it is looked at before its signature was found good; then it has to be of our channel. */
export const readManifest = (
  text: string,
  trusted: { readonly keys: readonly KeyObject[]; readonly channel: string },
): ManifestReading => {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) return refused('malformed');
  const { signed, signature } = envelope.data;
  const bytes = Buffer.from(signed, 'utf8');
  const isSigned = trusted.keys.some((key) =>
    verify(null, bytes, key, Buffer.from(signature, 'base64')),
  );
  if (!isSigned) return refused('badSignature');
  const release = releaseSchema.safeParse(parseJson(signed));
  if (!release.success || release.data.channel !== trusted.channel) return refused('malformed');
  return { ok: true, release: release.data };
};
