/** Why a frame of the back office was set aside (GW6); each has a sentence in the translations. */
export const QUARANTINE_KINDS = [
  'notJson',
  'notObject',
  'tooDeep',
  'textTooLong',
  'listTooLong',
  'tooManyValues',
  'typeMissing',
  'typeUnknown',
  'fieldMissing',
  'fieldTooLong',
  'fieldInvalid',
  /** A message to a buyer with nothing in it. */
  'empty',
  /** A binary frame; only text is spoken here. */
  'binary',
  /** Above 16 MiB, or in more pieces than a message may have. */
  'tooLarge',
  'notUtf8',
  /** It broke the rules of WebSocket frames on every connection, so that its bytes were never received. */
  'unreceivable',
  /** Too large even for the connection that meets such a frame once. */
  'unreceivableSize',
] as const;
export type QuarantineKind = (typeof QUARANTINE_KINDS)[number];

/**
 * A kind, and where it helps, what of the frame it is about: `typeUnknown:cookie_refresh`, `fieldMissing:message.store_id`.
 * Names only, never values: a value may be a cookie.
 */
export type QuarantineReason = QuarantineKind | `${QuarantineKind}:${string}`;

const KINDS: ReadonlySet<string> = new Set(QUARANTINE_KINDS);
const isKind = (text: string): text is QuarantineKind => KINDS.has(text);

/** Takes a stored reason apart. Null for the sentence that an older version wrote in its place. */
export const readQuarantineReason = (
  text: string,
): { readonly kind: QuarantineKind; readonly about: string } | null => {
  const [kind = '', ...about] = text.split(':');
  return isKind(kind) ? { kind, about: about.join(':') } : null;
};
