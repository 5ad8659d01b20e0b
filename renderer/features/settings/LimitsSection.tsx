import { Fragment, useId, useState } from 'react';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import type { PlatformLimits } from '#shared/model/settings.ts';
import { dutySpan } from '#shared/model/waiting-clock.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { NumberField } from './NumberField.tsx';
import styles from './Settings.module.css';
import { SettingsTable } from './SettingsTable.tsx';
import { TimeField } from './TimeField.tsx';

const SECOND_MS = 1_000;
const LONGEST_SECONDS = 86_400;

type Mistake = 'order' | 'dutyFrom' | 'dutyTo';

/** What is typed for one platform: kept as soon as it is in order, else it stays in its fields with the reason. */
const useLimitsDraft = (kept: PlatformLimits, onChange: (limits: PlatformLimits) => void) => {
  /** Typed, and not in order; null shows what is kept. */
  const [draft, setDraft] = useState<PlatformLimits | null>(null);
  const [wrongTimes, setWrongTimes] = useState<ReadonlySet<Mistake>>(new Set());
  const limits = draft ?? kept;
  const change = (part: Partial<PlatformLimits>): void => {
    const next = { ...limits, ...part };
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
  return { limits, mistakes, change, noteTime };
};

const DutyHours = ({
  name,
  limits,
  change,
  noteTime,
}: Pick<ReturnType<typeof useLimitsDraft>, 'limits' | 'change' | 'noteTime'> & {
  readonly name: string;
}) => {
  const { t } = useTranslation('settings');
  const span = dutySpan(limits);
  return (
    <>
      {(['dutyFrom', 'dutyTo'] as const).map((which) => (
        <Fragment key={which}>
          {which === 'dutyTo' && ' – '}
          <TimeField
            label={t(which, { platform: name })}
            minute={limits[`${which}Minute`]}
            onCommit={(minute) => {
              change({ [`${which}Minute`]: minute });
            }}
            onMistake={(isMistaken) => {
              noteTime(which, isMistaken);
            }}
          />
        </Fragment>
      ))}
      {span !== 'sameDay' && <span className={styles['span']}>{t(`dutySpan.${span}`)}</span>}
    </>
  );
};

/** A time in whole seconds. */
const Seconds = ({
  label,
  ms,
  onCommit,
}: {
  readonly label: string;
  readonly ms: number;
  readonly onCommit: (ms: number) => void;
}) => (
  <NumberField
    label={label}
    value={ms / SECOND_MS}
    min={1}
    max={LONGEST_SECONDS}
    onCommit={(seconds) => {
      onCommit(seconds * SECOND_MS);
    }}
  />
);

const MistakesRow = ({
  id,
  name,
  mistakes,
}: {
  readonly id: string;
  readonly name: string;
  readonly mistakes: readonly Mistake[];
}) => {
  const { t } = useTranslation('settings');
  if (mistakes.length === 0) return null;
  return (
    <tr>
      <td colSpan={5} id={id} role="alert" className={styles['error']}>
        {mistakes.map((mistake) => t(`mistake.${mistake}`, { platform: name })).join(' ')}
      </td>
    </tr>
  );
};

/** One platform, and right below it why what was typed cannot be kept. */
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
  const { limits, mistakes, change, noteTime } = useLimitsDraft(kept, onChange);
  return (
    <>
      <tr aria-describedby={mistakes.length > 0 ? errorId : undefined}>
        <th scope="row">
          <span className={styles['platform']}>
            <PlatformMark platform={platform} isSilent />
            {name}
          </span>
        </th>
        {(['warn', 'limit'] as const).map((which) => (
          <td key={which}>
            <Seconds
              label={t(`${which}Of`, { platform: name })}
              ms={limits[`${which}Ms`]}
              onCommit={(ms) => {
                change({ [`${which}Ms`]: ms });
              }}
            />
          </td>
        ))}
        <td>
          <DutyHours name={name} limits={limits} change={change} noteTime={noteTime} />
        </td>
        <td>
          <Switch
            aria-label={t('countsOf', { platform: name })}
            isSelected={limits.backofficeCounts}
            onChange={(backofficeCounts) => {
              change({ backofficeCounts });
            }}
          >
            {null}
          </Switch>
        </td>
      </tr>
      <MistakesRow id={errorId} name={name} mistakes={mistakes} />
    </>
  );
};

/** The clock of each platform (CV8). */
export const LimitsSection = () => {
  const { t } = useTranslation('settings');
  const { limits } = useSettings();
  const command = useCommand();
  return (
    <SettingsTable
      lead={t('limitsLead')}
      columns={[t('platform'), t('warn'), t('limit'), t('duty'), t('counts')]}
    >
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
    </SettingsTable>
  );
};
