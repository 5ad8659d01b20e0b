import { gzipSync } from 'node:zlib';

/**
 * Frames of the binary socket: a header of 16 bytes (big-endian: u16 version, u16 102, u32 correlation, u32 flags, u32
 * length), then protobuf; the notice in it is gzipped when it is large.
 */
const VERSION = { heartbeat: 0, application: 10, drifted: 11 } as const;
const GZIP_FROM_BYTES = 256;

/** A heartbeat is a header alone. */
export const heartbeatFrame = (): Buffer => framed(VERSION.heartbeat, Buffer.alloc(0));

/** `isDrifted` speaks a later version, which nobody here can read. */
export const noticeFrame = (notice: {
  readonly json: unknown;
  readonly seq: number;
  readonly isDrifted: boolean;
}): Buffer => {
  const inner = Buffer.concat([
    varintField(4, notice.seq),
    bytesField(5, Buffer.from(`${notice.seq}#sim`)),
    bytesField(6, Buffer.from(JSON.stringify(notice.json))),
  ]);
  const body = Buffer.concat([
    bytesField(1, Buffer.from('titan.notifyDataLite')),
    varintField(2, 0),
    bytesField(10, inner.length >= GZIP_FROM_BYTES ? gzipSync(inner) : inner),
  ]);
  return notice.isDrifted
    ? framed(
        VERSION.drifted,
        body.map((byte) => byte ^ 0x5a),
      )
    : framed(VERSION.application, body);
};

const framed = (version: number, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(16);
  header.writeUInt16BE(version, 0);
  header.writeUInt16BE(version === VERSION.heartbeat ? 0 : 102, 2);
  header.writeUInt32BE(1, 8);
  header.writeUInt32BE(body.length, 12);
  return Buffer.concat([header, body]);
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) + 0x80);
    left = Math.floor(left / 0x80);
  }
  return Buffer.from([...bytes, left]);
};
const varintField = (number: number, value: number): Buffer =>
  Buffer.concat([varint(number * 8), varint(value)]);
const bytesField = (number: number, value: Uint8Array): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(value.length), value]);
