import type { Platform } from '#shared/model/platform.ts';
import { useTranslation } from '../i18n/use-translation.tsx';
import { classNames } from './class-names.ts';
import styles from './PlatformMark.module.css';

/** The platform's one-character mark; named for screen readers unless its owner already says the platform. */
export const PlatformMark = ({
  platform,
  isSilent = false,
  size = 'md',
}: {
  readonly platform: Platform | null;
  readonly isSilent?: boolean;
  readonly size?: 'sm' | 'md';
}) => {
  const { t } = useTranslation('ui');
  const key = platform ?? 'other';
  return (
    <span
      className={classNames(styles['mark'], styles[key], styles[size])}
      {...(isSilent
        ? { 'aria-hidden': true }
        : { role: 'img', 'aria-label': t(`platform.${key}.name`) })}
    >
      {t(`platform.${key}.mark`)}
    </span>
  );
};
