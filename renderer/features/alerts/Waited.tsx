import { useTranslation } from '../../i18n/use-translation.tsx';
import { useNow } from '../../state/now.ts';
import { durationText } from '../../ui/duration-text.ts';

const SECOND_MS = 1000;

/** How long a shop has waited, by the core's time of its state. Not read out with every second that passes. */
export const Waited = ({
  since,
  as,
}: {
  readonly since: number;
  /** Of one shop, of the one that waits longest, or of an error of the back office. */
  readonly as: 'waited' | 'longest' | 'since';
}) => {
  const { t } = useTranslation('alerts');
  const now = useNow(SECOND_MS);
  return <span aria-hidden="true">{t(as, { time: durationText(Math.max(0, now - since)) })}</span>;
};
