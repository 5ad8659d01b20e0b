import { useCallback } from 'react';
import type { SystemLine } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { plainName } from '../../ui/plain-text.ts';

/** The words of a line that nobody wrote. */
export const useSystemLineText = (): ((line: SystemLine) => string) => {
  const { t } = useTranslation('conversation');
  return useCallback(
    (line) => {
      switch (line.code) {
        case 'takeover.started':
          return t(`systemLine.takeover_started_${line.by}`);
        case 'takeover.ended':
          return t(`systemLine.takeover_ended_${line.by}`);
        case 'transfer.done':
          return t(`systemLine.transfer_done_${line.by}`, { staff: plainName(line.staffName) });
        case 'transfer.failed':
          return t(
            line.reason === '' ? 'systemLine.transfer_failed' : 'systemLine.transfer_failedWhy',
            {
              staff: plainName(line.staffName),
              reason: line.reason,
            },
          );
        case 'gateway.error':
          return t('systemLine.gateway_error', { text: line.text });
        case 'platform.notice':
          return t('systemLine.platform_notice', { text: line.text });
        default:
          return assertNever(line);
      }
    },
    [t],
  );
};
