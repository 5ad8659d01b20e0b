import * as z from 'zod';
import { parseGatewayAddress } from '../gateway/address.ts';
import { publicKeyFrom } from '../updates/manifest.ts';
import { type ManagedMistake, OFF_SWITCHES, type OffSwitch } from '#shared/model/managed.ts';

/** The administrator's file, checked. */
export type ManagedSettings = {
  /** As `parseGatewayAddress` writes it; null: each agent chooses. */
  readonly server: string | null;
  readonly updates: {
    /** Asked in this order; null: those of the program. */
    readonly feeds: readonly string[] | null;
    readonly channel: string | null;
    /** Of an organisation that signs its own feed: base64 of the Ed25519 key's SPKI form. Null: the program's keys. */
    readonly publicKey: string | null;
  };
  readonly off: readonly OffSwitch[];
};

export const UNMANAGED: ManagedSettings = {
  server: null,
  updates: { feeds: null, channel: null, publicKey: null },
  off: [],
};

const isLoopback = ({ hostname }: URL): boolean =>
  hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';

/** https, or http on this computer itself: a feed that an administrator's own program serves there. It ends in a slash. */
const isFeed = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false;
  if (!url.pathname.endsWith('/')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};

const isPublicKey = (text: string): boolean => {
  try {
    publicKeyFrom(text);
    return true;
  } catch {
    return false;
  }
};

const server = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const address = parseGatewayAddress(text);
    if (address.ok) return address.value.base;
    context.addIssue('no server address');
    return z.NEVER;
  });

const schema = z.strictObject({
  gateway: z.strictObject({ server }).optional(),
  updates: z
    .strictObject({
      feeds: z.array(z.string().max(2048).refine(isFeed)).min(1).max(8).optional(),
      channel: z
        .string()
        .regex(/^[a-z]{1,20}$/u)
        .optional(),
      publicKey: z.string().max(128).refine(isPublicKey).optional(),
    })
    .optional(),
  off: z.array(z.enum(OFF_SWITCHES)).optional(),
});

export type ManagedReading =
  | { readonly ok: true; readonly settings: ManagedSettings }
  | { readonly ok: false; readonly mistake: ManagedMistake };

const mistaken = (kind: ManagedMistake['kind'], field = ''): ManagedReading => ({
  ok: false,
  mistake: { kind, field },
});

/** A misspelt field also looks like a missing one; its own name says more. */
const firstMistake = ({ issues }: z.ZodError): ManagedReading => {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  return unknown === undefined
    ? mistaken('wrongValue', (issues[0]?.path ?? []).join('.'))
    : mistaken('unknownField', [...unknown.path, unknown.keys[0]].join('.'));
};

/** Reads the file's text; a byte order mark, which editors of Windows write, is no mistake. The first mistake stops all of it. */
export const parseManagedSettings = (text: string): ManagedReading => {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return mistaken('notJson');
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) return firstMistake(parsed.error);
  const { gateway, updates, off } = parsed.data;
  const settings: ManagedSettings = {
    server: gateway?.server ?? null,
    updates: {
      feeds: updates?.feeds ?? null,
      channel: updates?.channel ?? null,
      publicKey: updates?.publicKey ?? null,
    },
    off: off ?? [],
  };
  return { ok: true, settings };
};
