import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useStaffList } from '../../state/replica/replica.ts';
import { plainName } from '../../ui/plain-text.ts';
import { StaffName } from '../../ui/StaffName.tsx';
import { PanelSection } from './PanelSection.tsx';
import styles from './StaffPresence.module.css';

const MOST_SHOWN = 6;

/** Which colleagues of this shop are there, those who are first. */
export const StaffPresence = ({ shopId }: { readonly shopId: ShopId }) => {
  const { t } = useTranslation('buyer-panel');
  const staff = useStaffList(shopId)?.staff ?? [];
  if (staff.length === 0)
    return (
      <PanelSection title={t('staff')}>
        <p className={styles['none']}>{t('noStaff')}</p>
      </PanelSection>
    );
  const present = staff.filter(({ online }) => online);
  const shown = [...present, ...staff.filter(({ online }) => !online)].slice(0, MOST_SHOWN);
  const hidden = staff.length - shown.length;
  return (
    <PanelSection
      title={t('staff')}
      aside={t('staffCount', { online: present.length, all: staff.length })}
    >
      <ul className={styles['staff']}>
        {shown.map((one) => (
          <li key={one.staffId} className={styles['one']} data-online={one.online}>
            <StaffName name={one.name} isOnline={one.online} />
            <span className="visually-hidden">{t(one.online ? 'online' : 'offline')}</span>
            <span className={styles['department']}>{plainName(one.department)}</span>
          </li>
        ))}
        {hidden > 0 && <li className={styles['none']}>{t('moreStaff', { count: hidden })}</li>}
      </ul>
    </PanelSection>
  );
};
