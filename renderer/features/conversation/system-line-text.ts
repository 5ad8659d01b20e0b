import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '#shared/model/message.ts';
import { assertNever } from '#shared/model/result.ts';
import { plainName } from '../../ui/plain-text.ts';

/** The words of a line that nobody wrote. */
export const useNoticeText = (): ((notice: Notice) => string) => {
  const { t } = useTranslation('conversation');
  return useCallback(
    (notice) => {
      switch (notice.code) {
        case 'takeover.started':
          return t(`notice.takeover_started_${notice.by}`);
        case 'takeover.ended':
          return t(`notice.takeover_ended_${notice.by}`);
        case 'transfer.done':
          return t(`notice.transfer_done_${notice.by}`, { staff: plainName(notice.staffName) });
        case 'transfer.failed':
          return t(notice.reason === '' ? 'notice.transfer_failed' : 'notice.transfer_failedWhy', {
            staff: plainName(notice.staffName),
            reason: notice.reason,
          });
        case 'gateway.error':
          return t('notice.gateway_error', { text: notice.text });
        case 'platform.notice':
          return t('notice.platform_notice', { text: notice.text });
        default:
          return assertNever(notice);
      }
    },
    [t],
  );
};
