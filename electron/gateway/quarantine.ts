import type { QuarantineEntry } from '#shared/ipc/contract.ts';

const PREVIEW_CHARACTERS = 300;
/** Enough text for a preview of 300 characters after masking; the rest of a large frame is not looked at. */
const LOOKED_AT = 4_096;

/** Keys whose values identify a frame and are no secrets. All other values are masked: any may hold a cookie (PL3). */
const OPEN_KEYS: ReadonlySet<string> = new Set([
  'type',
  'msg_type',
  'store_id',
  'platform_name',
  'message_id',
  'uuid',
  'id',
]);

const LONGEST_OPEN_VALUE = 64;

const TOKEN = /("(?:[^"\\]|\\.)*"?)(\s*:)?|[^"\s{}[\]:,]+/gu;
const HARMLESS_WORD = /^(?:true|false|null|-?\d{1,6})$/u;

/** The text with its shape kept and its values masked; works on JSON and on what only looks like it. */
export const maskValues = (text: string): string => {
  let key = '';
  return text
    .slice(0, LOOKED_AT)
    .replaceAll(TOKEN, (whole: string, quoted?: string, colon?: string) => {
      if (quoted === undefined) return HARMLESS_WORD.test(whole) ? whole : '…';
      const inner = quoted.slice(1).replace(/"$/u, '');
      if (colon !== undefined && /^[A-Za-z_]{1,24}$/u.test(inner)) {
        key = inner;
        return whole;
      }
      const isOpen = OPEN_KEYS.has(key) && /^[\p{L}\p{N}_.:-]*$/u.test(inner);
      key = '';
      if (isOpen && inner.length <= LONGEST_OPEN_VALUE) return whole;
      return `"…${inner.length}"${colon ?? ''}`;
    });
};

/** A frame set aside (GW6): its size, why, and a preview without secrets. */
export const quarantineEntry = (
  at: number,
  reason: string,
  bytes: number,
  text: string,
): QuarantineEntry => ({
  at,
  reason,
  bytes,
  preview: maskValues(text).slice(0, PREVIEW_CHARACTERS),
});
