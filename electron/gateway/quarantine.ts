import type { QuarantineEntry } from '#shared/ipc/contract.ts';

const PREVIEW_CHARACTERS = 300;
/** Enough text for a preview of 300 characters after masking; the rest of a large frame is not looked at. */
const LOOKED_AT = 4_096;

/**
 * What identifies a frame is shown, but only in the form in which it cannot be a cookie, or a piece of one that a damaged
 * frame has run into another field. All other values are masked (PL3).
 */
const OPEN_VALUES: Readonly<Record<string, RegExp>> = {
  type: /^[a-z_]{1,24}$/u,
  msg_type: /^[a-z_]{1,24}$/u,
  store_id: /^[0-9a-f-]{1,36}$/iu,
  message_id: /^[0-9a-f-]{1,36}$/iu,
  platform_name: /^[\p{Script=Han}]{1,8}$/u,
};

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
      const isOpen = Object.hasOwn(OPEN_VALUES, key) && OPEN_VALUES[key]?.test(inner) === true;
      key = '';
      if (isOpen) return whole;
      return `"…${inner.length}"${colon ?? ''}`;
    });
};

/**
 * A frame set aside (GW6): its size, why, and a preview without secrets. `clean` takes out the ones that are known, before the
 * cut: one across it would leave its head behind, and its mark may be longer than itself.
 */
export const quarantineEntry = (
  { text, ...given }: Omit<QuarantineEntry, 'preview'> & { readonly text: string },
  clean: (text: string) => string,
): QuarantineEntry => ({
  ...given,
  reason: {
    ...given.reason,
    about: given.reason.about === null ? null : clean(given.reason.about),
  },
  preview: clean(maskValues(text)).slice(0, PREVIEW_CHARACTERS),
});
