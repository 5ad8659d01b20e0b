import { useCallback } from 'react';
import type { GatewayEndReason } from '#shared/model/gateway-status.ts';
import type { QuarantineReason } from '#shared/model/quarantine.ts';
import type { AppError } from '#shared/model/result.ts';
import { STORAGE_TROUBLES, type StorageTrouble } from '#shared/model/storage-status.ts';
import { useTranslation } from './use-translation.tsx';

/** i18next splits keys at dots, so the kind `gateway.tokenMissing` is kept as `gateway_tokenMissing`. */
const flat = (kind: string): string => kind.replaceAll('.', '_');

/** The key of an error kind in the namespace `i18n`. */
export const errorKey = (kind: string): string => `error.${flat(kind)}`;

/** The key of the sentence for why the line to the back office ended, in the namespace `i18n`. */
export const reasonKey = (reason: GatewayEndReason): string => `because.${flat(reason)}`;

/** The key of the sentence for why the database cannot be used, in the namespace `i18n`; the kinds have the prefix already. */
export const storageKey = (trouble: StorageTrouble): string => trouble;

const isTrouble = (detail: string): detail is StorageTrouble =>
  (STORAGE_TROUBLES as readonly string[]).includes(detail);

/** The words for why a frame was set aside. */
export const useQuarantineText = (): ((reason: QuarantineReason) => string) => {
  const { t } = useTranslation('i18n');
  return useCallback(
    ({ kind, about }) => {
      const text = t(`aside.${kind}`);
      return about === null ? text : t('aside.withDetail', { text, detail: about });
    },
    [t],
  );
};

/** The sentence of a refused call: what happened, what to do, and the other side's own words if any. */
export const useErrorText = (): ((error: AppError) => string) => {
  const { t } = useTranslation('i18n');
  return useCallback(
    (error) => {
      if (error.kind === 'storage.unavailable' && isTrouble(error.detail)) {
        return t('error.storageBecause', { reason: t(storageKey(error.detail)) });
      }
      const text = t(errorKey(error.kind));
      return error.detail === '' ? text : t('error.withDetail', { text, detail: error.detail });
    },
    [t],
  );
};
