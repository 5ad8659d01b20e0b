import { gunzipSync } from 'node:zlib';

/** What a frame of the binary socket says. `nothing`: heartbeats, answers to the page, notices without JSON. */
export type TitanContent =
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable' };

const HEADER_BYTES = 16;
const HEARTBEAT = 0;
const APPLICATION = 10;
const NOTICE = 'titan.notifyDataLite';
/** Numbers of the protobuf fields, as captured. */
const FIELD = { method: 1, json: 6, notice: 10 } as const;
const MOST_FIELDS = 256;
/** A notice is a few KiB; gzip can make gigabytes of one. */
const MOST_INFLATED_BYTES = 4 * 1024 * 1024;

const NOTHING: TitanContent = { kind: 'nothing' };
const UNREADABLE: TitanContent = { kind: 'unreadable' };

/**
 * A header of 16 bytes (big-endian: u16 version, u16 102, u32 correlation, u32 flags, u32 length of the rest), then
 * protobuf: the method's name, and for a notice a second protobuf, gzipped when it is large, whose field 6 is JSON.
 */
export const readTitanFrame = (bytes: Buffer): TitanContent => {
  if (bytes.length < HEADER_BYTES) return UNREADABLE;
  const body = bytes.subarray(HEADER_BYTES);
  if (bytes.readUInt32BE(12) !== body.length) return UNREADABLE;
  const version = bytes.readUInt16BE(0);
  if (version === HEARTBEAT) return NOTHING;
  if (version !== APPLICATION) return UNREADABLE;
  try {
    const fields = readFields(body);
    if (fields.get(FIELD.method)?.toString('utf8') !== NOTICE) return NOTHING;
    const notice = fields.get(FIELD.notice);
    const json = notice && readFields(inflated(notice)).get(FIELD.json);
    if (json === undefined) return NOTHING;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(json);
    return text.startsWith('{') ? { kind: 'json', text } : NOTHING;
  } catch {
    return UNREADABLE;
  }
};

const inflated = (bytes: Buffer): Buffer =>
  bytes[0] === 0x1f && bytes[1] === 0x8b
    ? gunzipSync(bytes, { maxOutputLength: MOST_INFLATED_BYTES })
    : bytes;

/** The fields that hold bytes, the last of each number. Throws for what is no protobuf. */
const readFields = (bytes: Buffer): ReadonlyMap<number, Buffer> => {
  const fields = new Map<number, Buffer>();
  const cursor = new Cursor(bytes);
  for (let count = 0; !cursor.isAtEnd; count += 1) {
    if (count >= MOST_FIELDS) throw new RangeError('too many fields');
    const tag = cursor.varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        cursor.varint();
        break;
      case 1:
        cursor.take(8);
        break;
      case 2:
        fields.set(number, cursor.take(cursor.varint()));
        break;
      case 5:
        cursor.take(4);
        break;
      default:
        throw new RangeError('no such wire type');
    }
  }
  return fields;
};

class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new RangeError('cut off');
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** Values above 2^53 lose digits; nothing here needs them. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const [byte = 0] = this.take(1);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('the number does not end');
  }
}
