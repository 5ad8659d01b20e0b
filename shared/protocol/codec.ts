import type * as z from 'zod';
import {
  quarantineReason,
  type QuarantineKind,
  type QuarantineReason,
} from '../model/quarantine.ts';
import { assertNever } from '../model/result.ts';
import {
  inboundFrameSchema,
  outboundFrameSchema,
  type InboundFrame,
  type OutboundFrame,
} from './frames.ts';
import { readJson, type Json } from './json-limits.ts';
import { recognizeMessageType } from './recognize.ts';

/**
 * The gateway's wire as texts (GW6, GW8). Decoding never throws: what cannot be understood comes back with a reason
 * that names the field and never quotes its value, so that a reason can be stored and shown without leaking a cookie.
 */

export type Decoded<Frame> =
  | { readonly ok: true; readonly frame: Frame }
  | { readonly ok: false; readonly reason: QuarantineReason };

type Fields = Record<string, Json>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const INBOUND_TYPES: ReadonlySet<string> = new Set<InboundFrame['type']>([
  'success',
  'connect_success',
  'error',
  'message',
  'transfer',
  'pong',
]);
const OUTBOUND_TYPES: ReadonlySet<string> = new Set<OutboundFrame['type']>([
  'message',
  'staff_list',
  'transfer',
  'agent_reply',
  'ping',
]);

/** Ids may come as numbers; those above 2^53 are texts already. */
const asIdText = (value: Json | undefined): Json | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;

const withIdText = (party: Json | undefined): Json | undefined =>
  isFields(party) && typeof party['id'] === 'number'
    ? { id: asIdText(party['id']) ?? null }
    : party;

const isAbsent = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '';

/** `Number` of an object would call what a stranger put in the place of its `toString`. */
const asWholeNumber = (value: Json | undefined): number | null => {
  if (isAbsent(value) || (typeof value !== 'number' && typeof value !== 'string')) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
};

/** `null` and '' stand for "not given" in an optional field; a number written as a text is a number. */
const settleOptionalFields = (fields: Fields): void => {
  for (const name of ['msg_type', 'message_id', 'platform_name', 'pin_image', 'uuid'] as const) {
    if (name in fields && isAbsent(fields[name])) delete fields[name];
  }
  if ('timestamp' in fields) {
    const timestamp = asWholeNumber(fields['timestamp']);
    // A time that cannot be read is no reason to lose what was said.
    if (timestamp === null) delete fields['timestamp'];
    else fields['timestamp'] = timestamp;
  }
};

/** On an `error` frame whom it concerns and where to verify are extras: an unreadable one must not hide the error. */
const settleError = (fields: Fields): void => {
  const receiver = fields['receiver'];
  if (!isFields(receiver) || isAbsent(receiver['id'])) delete fields['receiver'];
  const data = fields['data'];
  if (!isFields(data)) delete fields['data'];
  else if (isAbsent(data['verify_link'])) delete data['verify_link'];
};

/** Gateways differ in small things that change no meaning; after this the schemas can be strict. */
const settle = (fields: Fields, type: string): void => {
  for (const name of ['store_id', 'message_id', 'uuid'] as const) {
    const value = asIdText(fields[name]);
    if (value !== undefined) fields[name] = value;
  }
  const storeId = fields['store_id'];
  if (typeof storeId === 'string') fields['store_id'] = storeId.trim();
  for (const name of ['receiver', 'sender'] as const) {
    const party = withIdText(fields[name]);
    if (party !== undefined) fields[name] = party;
  }
  settleOptionalFields(fields);
  if (type === 'error') settleError(fields);
  const content = fields['content'];
  if (typeof content === 'number') fields['content'] = String(content);
  else if (typeof content === 'string' && !content.isWellFormed()) {
    // Half a surrogate pair cannot be stored as UTF-8; what is stored and what is sent must be the same text.
    fields['content'] = content.toWellFormed();
  }
  if (type === 'staff_list') settleStaff(fields['data']);
};

const settleStaff = (data: Json | undefined): void => {
  const staff = isFields(data) ? data['staff_list'] : undefined;
  if (!Array.isArray(staff)) return;
  for (const entry of staff) {
    if (isFields(entry)) entry['staff_id'] = asIdText(entry['staff_id']) ?? null;
  }
};

const valueAt = (fields: Fields, path: readonly PropertyKey[]): Json | undefined => {
  let value: Json | undefined = fields;
  for (const step of path) {
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, Json>)[step]
        : undefined;
  }
  return value;
};

const describe = (error: z.ZodError, fields: Fields, type: string): QuarantineReason => {
  const issue = error.issues[0];
  if (issue === undefined) return quarantineReason('fieldInvalid', type);
  const name = [type, ...issue.path].join('.');
  if (isAbsent(valueAt(fields, issue.path))) return quarantineReason('fieldMissing', name);
  return quarantineReason(issue.code === 'too_big' ? 'fieldTooLong' : 'fieldInvalid', name);
};

const refused = (kind: QuarantineKind, about: string | null = null): Decoded<never> => ({
  ok: false,
  reason: quarantineReason(kind, about),
});

const PLAIN_NAME = /^[A-Za-z_]{1,32}$/u;

const decode = <Frame extends InboundFrame | OutboundFrame>(
  text: string,
  types: ReadonlySet<string>,
  schema: z.ZodType<Frame>,
): Decoded<Frame> => {
  const reading = readJson(text);
  if (!reading.ok) return refused(reading.excess);
  if (!isFields(reading.value)) return refused('notObject');
  const fields = reading.value;
  const type = fields['type'];
  if (typeof type !== 'string' || type === '') return refused('typeMissing');
  if (!types.has(type)) return refused('typeUnknown', PLAIN_NAME.test(type) ? type : null);
  settle(fields, type);
  const parsed = schema.safeParse(fields);
  if (!parsed.success) return { ok: false, reason: describe(parsed.error, fields, type) };
  const frame = parsed.data;
  if (frame.type === 'message') frame.msg_type ??= recognizeMessageType(frame.content);
  return { ok: true, frame };
};

/**
 * Reads what the back office sent (spec 5). Unknown keys are dropped, a missing `msg_type` is recognised from the content.
 * A shop's frame without `store_id` is refused with that reason (GW7).
 */
export const decodeInbound = (text: string): Decoded<InboundFrame> =>
  decode(text, INBOUND_TYPES, inboundFrameSchema);

/** Reads what a GUI sent (spec 4): the back office's side of the wire. */
export const decodeOutbound = (text: string): Decoded<OutboundFrame> =>
  decode(text, OUTBOUND_TYPES, outboundFrameSchema);

/**
 * The frame in exactly the spec's keys, whatever else the object carries; absent optional fields are left out (GW8). Every
 * text is well-formed Unicode: half of a surrogate pair becomes U+FFFD, because peers in other languages die on it.
 */
export const encodeOutbound = (frame: OutboundFrame): string =>
  JSON.stringify(outboundShape(frame), (_key, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed() : value,
  );

const outboundShape = (frame: OutboundFrame): object => {
  if (frame.type === 'ping') return { type: frame.type, uuid: frame.uuid };
  const { type, content, store_id, message_id, timestamp } = frame;
  const rest = { store_id, message_id, timestamp };
  switch (frame.type) {
    case 'message': {
      const { msg_type, sender, pin_image } = frame;
      return { type, content, msg_type, sender: { id: sender.id }, ...rest, pin_image };
    }
    case 'staff_list': {
      const staff_list = frame.data.staff_list.map((one) => ({
        staff_id: one.staff_id,
        name: one.name,
        status: one.status,
        department: one.department,
        online: one.online,
      }));
      return { type, content, data: { staff_list }, ...rest };
    }
    case 'transfer':
      return { type, content, sender: { id: frame.sender.id }, ...rest };
    case 'agent_reply':
      return {
        type,
        content,
        msg_type: frame.msg_type,
        receiver: { id: frame.receiver.id },
        ...rest,
      };
    default:
      return assertNever(frame);
  }
};
