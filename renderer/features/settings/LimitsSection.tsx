import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import type { PlatformLimits } from '#shared/model/settings.ts';
import { dutySpan } from '#shared/model/waiting-clock.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './Settings.module.css';
import { TimeField } from './TimeField.tsx';

const SECOND_MS = 1_000;
const LONGEST_SECONDS = 86_400;

type Mistake = 'order' | 'dutyFrom' | 'dutyTo';

/** One platform. What cannot be kept stays in its fields as it was typed, with the reason right below. */
const LimitsRow = ({
  platform,
  kept,
  onChange,
}: {
  readonly platform: Platform;
  readonly kept: PlatformLimits;
  readonly onChange: (limits: PlatformLimits) => void;
}) => {
  const { t } = useTranslation(['settings', 'ui']);
  const name = t(`platform.${platform}.name`, { ns: 'ui' });
  const errorId = useId();
  /** Typed, and not in order; null shows what is kept. */
  const [draft, setDraft] = useState<PlatformLimits | null>(null);
  const [wrongTimes, setWrongTimes] = useState<ReadonlySet<Mistake>>(new Set());
  const limits = draft ?? kept;
  const change = (next: PlatformLimits): void => {
    const isInOrder = next.warnMs < next.limitMs;
    setDraft(isInOrder ? null : next);
    if (isInOrder) onChange(next);
  };
  const noteTime = (which: Mistake, isMistaken: boolean): void => {
    setWrongTimes((before) => {
      const others = [...before].filter((other) => other !== which);
      return new Set(isMistaken ? [...others, which] : others);
    });
  };
  const mistakes: readonly Mistake[] = [
    ...(draft === null ? [] : ['order' as const]),
    ...wrongTimes,
  ];
  const span = dutySpan(limits);
  return (
    <>
      <tr aria-describedby={mistakes.length > 0 ? errorId : undefined}>
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
              change({ ...limits, warnMs: seconds * SECOND_MS });
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
              change({ ...limits, limitMs: seconds * SECOND_MS });
            }}
          />
        </td>
        <td>
          <TimeField
            label={t('dutyFrom', { platform: name })}
            minute={limits.dutyFromMinute}
            onCommit={(dutyFromMinute) => {
              change({ ...limits, dutyFromMinute });
            }}
            onMistake={(isMistaken) => {
              noteTime('dutyFrom', isMistaken);
            }}
          />
          {' – '}
          <TimeField
            label={t('dutyTo', { platform: name })}
            minute={limits.dutyToMinute}
            onCommit={(dutyToMinute) => {
              change({ ...limits, dutyToMinute });
            }}
            onMistake={(isMistaken) => {
              noteTime('dutyTo', isMistaken);
            }}
          />
          {span !== 'sameDay' && <span className={styles['span']}>{t(`dutySpan.${span}`)}</span>}
        </td>
        <td>
          <Switch
            aria-label={t('countsOf', { platform: name })}
            isSelected={limits.backofficeCounts}
            onChange={(backofficeCounts) => {
              change({ ...limits, backofficeCounts });
            }}
          >
            {null}
          </Switch>
        </td>
      </tr>
      {mistakes.length > 0 && (
        <tr>
          <td colSpan={5} id={errorId} role="alert" className={styles['error']}>
            {mistakes.map((mistake) => t(`mistake.${mistake}`, { platform: name })).join(' ')}
          </td>
        </tr>
      )}
    </>
  );
};

/** The clock of each platform (CV8). */
export const LimitsSection = () => {
  const { t } = useTranslation('settings');
  const { limits } = useSettings();
  const command = useCommand();
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
              key={platform}
              platform={platform}
              kept={limits[platform]}
              onChange={(next) => {
                void command('settings.update', { limits: { ...limits, [platform]: next } });
              }}
            />
          ))}
        </tbody>
      </table>
    </>
  );
};
