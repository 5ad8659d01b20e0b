import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import type { PlatformLimits } from '#shared/model/settings.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useSettings } from '../../state/replica.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './Settings.module.css';
import { TimeField } from './TimeField.tsx';

const SECOND_MS = 1_000;
const LONGEST_SECONDS = 86_400;

const LimitsRow = ({
  platform,
  limits,
  onChange,
}: {
  readonly platform: Platform;
  readonly limits: PlatformLimits;
  readonly onChange: (limits: PlatformLimits) => void;
}) => {
  const { t } = useTranslation(['settings', 'ui']);
  const name = t(`platform.${platform}.name`, { ns: 'ui' });
  return (
    <tr>
      <th scope="row">
        <span className={styles['platform']}>
          <PlatformMark platform={platform} isSilent />
          {name}
        </span>
      </th>
      <td>
        <NumberField
          label={t('warnOf', { platform: name })}
          value={limits.warnMs / SECOND_MS}
          min={1}
          max={LONGEST_SECONDS}
          onCommit={(seconds) => {
            onChange({ ...limits, warnMs: seconds * SECOND_MS });
          }}
        />
      </td>
      <td>
        <NumberField
          label={t('limitOf', { platform: name })}
          value={limits.limitMs / SECOND_MS}
          min={1}
          max={LONGEST_SECONDS}
          onCommit={(seconds) => {
            onChange({ ...limits, limitMs: seconds * SECOND_MS });
          }}
        />
      </td>
      <td>
        <TimeField
          label={t('dutyFrom', { platform: name })}
          minute={limits.dutyFromMinute}
          onCommit={(dutyFromMinute) => {
            onChange({ ...limits, dutyFromMinute });
          }}
        />
        {' – '}
        <TimeField
          label={t('dutyTo', { platform: name })}
          minute={limits.dutyToMinute}
          onCommit={(dutyToMinute) => {
            onChange({ ...limits, dutyToMinute });
          }}
        />
      </td>
      <td>
        <Switch
          aria-label={t('countsOf', { platform: name })}
          isSelected={limits.backofficeCounts}
          onChange={(backofficeCounts) => {
            onChange({ ...limits, backofficeCounts });
          }}
        >
          {null}
        </Switch>
      </td>
    </tr>
  );
};

/** The clock of each platform (CV8). */
export const LimitsSection = () => {
  const { t } = useTranslation('settings');
  const { limits } = useSettings();
  const command = useCommand();
  const [isRefused, setIsRefused] = useState(false);
  const change = (platform: Platform, next: PlatformLimits): void => {
    const isInOrder = next.warnMs < next.limitMs && next.dutyFromMinute < next.dutyToMinute;
    setIsRefused(!isInOrder);
    if (isInOrder) void command('settings.update', { limits: { ...limits, [platform]: next } });
  };
  return (
    <>
      <p className={styles['lead']}>{t('limitsLead')}</p>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('platform')}</th>
            <th scope="col">{t('warn')}</th>
            <th scope="col">{t('limit')}</th>
            <th scope="col">{t('duty')}</th>
            <th scope="col">{t('counts')}</th>
          </tr>
        </thead>
        <tbody>
          {PLATFORMS.map((platform) => (
            <LimitsRow
              // A refused value must not stay in the field.
              key={`${platform}${String(isRefused)}`}
              platform={platform}
              limits={limits[platform]}
              onChange={(next) => {
                change(platform, next);
              }}
            />
          ))}
        </tbody>
      </table>
      {isRefused && (
        <p role="alert" className={styles['error']}>
          {t('limitOrder')}
        </p>
      )}
    </>
  );
};
