import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/model/result.ts';

/** i18next splits keys at dots, so the kind `gateway.tokenMissing` is kept as `gateway_tokenMissing`. */
export const errorKey = (kind: string): string => `error.${kind.replaceAll('.', '_')}`;

/** The sentence of a refused call: what happened, what to do, and the other side's own words if any. */
export const useErrorText = (): ((error: AppError) => string) => {
  const { t } = useTranslation('i18n');
  return useCallback(
    (error) => {
      const text = t(errorKey(error.kind));
      return error.detail === '' ? text : t('error.withDetail', { text, detail: error.detail });
    },
    [t],
  );
};
