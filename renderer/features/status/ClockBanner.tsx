import { ClockAlert } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useClockStatus } from '../../state/replica/replica.ts';
import { Banner } from './Banners.tsx';
import { skewText } from './skew-text.ts';

/** This computer's clock is wrong: every waiting time on the screen is counted by it. */
export const ClockBanner = () => {
  const { t, i18n } = useTranslation('status');
  const { skewMs } = useClockStatus();
  if (skewMs === null) return null;
  const by = skewText(skewMs, i18n.language);
  return (
    <Banner
      tone="warn"
      icon={<ClockAlert aria-hidden="true" />}
      title={skewMs > 0 ? t('clock.fast', { by }) : t('clock.slow', { by })}
      hint={t('clock.hint')}
    />
  );
};
