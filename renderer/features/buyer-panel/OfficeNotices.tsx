import { useMemo, useState } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import type { AppError } from '#shared/model/result.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useOpenNotices } from '../../state/shops/shop-notices.ts';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { CLOCK_TIME, dateFormat } from '../../i18n/date-format.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PanelSection } from './PanelSection.tsx';
import styles from './OfficeNotices.module.css';

/** So many are shown until the agent asks for the others. */
const SHOWN_AT_FIRST = 3;
const WHEN = { month: '2-digit', day: '2-digit', ...CLOCK_TIME } as const;

/** A shop's history, asked for anew whenever an error came or ended. */
const useHistory = (
  shopId: ShopId,
): { readonly rows: readonly ShopNotice[]; readonly error: AppError | null } => {
  const open = useOpenNotices().filter((notice) => notice.shopId === shopId);
  const state = open.map(({ noticeId, link }) => `${noticeId} ${link ?? ''}`).join(',');
  const answer = useAnswer('shops.loadNotices', { shopId }, state);
  if (answer === null) return { rows: [], error: null };
  return answer.ok ? { rows: answer.value, error: null } : { rows: [], error: answer.error };
};

const Entry = ({ notice }: { readonly notice: ShopNotice }) => {
  const { t, i18n } = useTranslation('buyer-panel');
  const when = useMemo(() => dateFormat(i18n.language, WHEN), [i18n.language]);
  return (
    <li>
      <p className={styles['words']}>{plainName(notice.words) || t('noticeWithoutWords')}</p>
      <p className={styles['when']}>
        <time>{when.format(notice.at)}</time>
        {notice.buyerPin !== null && <span>{plainName(notice.buyerPin)}</span>}
        <span>{t(`notice_${notice.ended?.how ?? 'open'}`)}</span>
      </p>
    </li>
  );
};

/** What the back office has complained of in this shop (GW13), also what was read or solved long ago. */
export const OfficeNotices = ({ shopId }: { readonly shopId: ShopId }) => {
  const { t } = useTranslation('buyer-panel');
  const errorText = useErrorText();
  const { rows, error } = useHistory(shopId);
  const [isWhole, setIsWhole] = useState(false);
  if (error !== null)
    return (
      <PanelSection title={t('notices')}>
        <p className={styles['when']}>{errorText(error)}</p>
      </PanelSection>
    );
  if (rows.length === 0) return null;
  const isCut = rows.length > SHOWN_AT_FIRST;
  return (
    <PanelSection title={t('notices')} aside={t('noticeCount', { count: rows.length })}>
      <ul className={styles['list']}>
        {(isWhole ? rows : rows.slice(0, SHOWN_AT_FIRST)).map((notice) => (
          <Entry key={notice.noticeId} notice={notice} />
        ))}
      </ul>
      {isCut && (
        <FoldButton
          isOpen={isWhole}
          onChange={setIsWhole}
          text={t(isWhole ? 'fewerNotices' : 'allNotices')}
        />
      )}
    </PanelSection>
  );
};
