/**
 * A refused call returns an error, never undefined. `kind` names a sentence of the translations
 * (what happened, what to do); `detail` is the other side's own text and may be empty.
 */
export type AppError = { readonly kind: ErrorKind; readonly detail: string };

export const ERROR_KINDS = [
  'gateway.addressInvalid',
  'gateway.tokenMissing',
  'gateway.notConfigured',
  /** The system's key store does not open: nothing was kept, and nothing that was kept is changed. */
  'gateway.keychainLocked',
  'shop.unknown',
  'shop.notOnline',
  'shop.noPage',
  /** The page's browser has no window that a person could see. */
  'shop.noDisplay',
  /** PL8: the address is not https, or not on a host of the shop's platform. */
  'shop.linkRefused',
  /** PL13: its session could not be deleted; everything else is still there. */
  'shop.notRemoved',
  'conversation.unknown',
  /** CV13: another window has just sent this very text from the same draft. */
  'draft.sentElsewhere',
  'message.empty',
  'message.tooLong',
  'message.unknown',
  'message.wrongState',
  'suggestion.unknown',
  'staff.unknown',
  'media.empty',
  'media.tooLarge',
  'media.wrongType',
  'media.tooManyPixels',
  'media.tooSlow',
  /** SE5: the files that wait to be sent are as many as are kept. */
  'media.full',
  'media.notKept',
  'media.missing',
  'media.refused',
  'media.noUpload',
  'media.unreadable',
  /** There are as many phrases as are kept. */
  'phrase.full',
  'phrase.unknown',
  'phrase.notWritten',
  'platform.notSupported',
  'platform.refused',
  'platform.timeout',
  'storage.unavailable',
  /** The system did not take what was to be changed in it. */
  'desktop.notSet',
  'desktop.tooManyWindows',
  /** A newer preview was made since, or the program was started again. */
  'diagnostics.outdated',
  'diagnostics.notWritten',
  /** The administrator of this computer has decided it. */
  'managed.fixed',
  /** The administrator of this computer has switched it off. */
  'managed.off',
  /** It does not fit what is known of newer versions at this moment. */
  'updates.notNow',
  'ipc.invalidInput',
  'ipc.failed',
  'ipc.disconnected',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppError };

export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });
export const refuse = (kind: ErrorKind, detail = ''): Result<never> => ({
  ok: false,
  error: { kind, detail },
});

/** Closes an exhaustive switch; a new member of the union fails to compile here. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
};
