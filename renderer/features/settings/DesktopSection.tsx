import { useState } from 'react';
import type { DesktopStatus } from '#shared/model/desktop.ts';
import { CLOSINGS, type AlertSettings } from '#shared/model/settings.ts';
import { dutySpan } from '#shared/model/waiting-clock.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useSettings } from '../../state/replica/replica.ts';
import { Switch } from '../../ui/Switch.tsx';
import { ChoiceField, Field } from './Field.tsx';
import styles from './Settings.module.css';
import { TimeField } from './TimeField.tsx';

const SwitchField = ({
  label,
  hint,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) => (
  <Field label={label} hint={hint}>
    <Switch aria-label={label} isSelected={isOn} onChange={onChange}>
      {null}
    </Switch>
  </Field>
);

const ALERT_SWITCHES = ['notify', 'showWords', 'muted'] as const;
const QUIET_ENDS = ['quietFrom', 'quietTo'] as const;
type QuietEnd = (typeof QUIET_ENDS)[number];

/** When nobody is called: two times of day, or none. */
const QuietHours = ({
  alerts,
  onChange,
}: {
  readonly alerts: AlertSettings;
  readonly onChange: (part: Partial<AlertSettings>) => void;
}) => {
  const { t } = useTranslation('settings');
  const [wrong, setWrong] = useState<readonly QuietEnd[]>([]);
  const { quietFromMinute, quietToMinute } = alerts;
  const hours = { dutyFromMinute: quietFromMinute, dutyToMinute: quietToMinute };
  const isNone = quietFromMinute === quietToMinute;
  const isOver = !isNone && dutySpan(hours) === 'overMidnight';
  return (
    <>
      <Field label={t('quiet')} hint={t('quietHint')}>
        <span>
          {QUIET_ENDS.map((end) => (
            <span key={end}>
              {end === 'quietTo' && ' – '}
              <TimeField
                label={t(end)}
                minute={alerts[`${end}Minute`]}
                onCommit={(minute) => {
                  onChange({ [`${end}Minute`]: minute });
                }}
                onMistake={(isMistaken) => {
                  setWrong((before) => [
                    ...before.filter((one) => one !== end),
                    ...(isMistaken ? [end] : []),
                  ]);
                }}
              />
            </span>
          ))}
          {(isNone || isOver) && (
            <span className={styles['span']}>
              {t(isNone ? 'quietNone' : 'dutySpan.overMidnight')}
            </span>
          )}
        </span>
      </Field>
      {wrong.length > 0 && (
        <p role="alert" className={styles['error']}>
          {t('quietMistake')}
        </p>
      )}
    </>
  );
};

/** What the system around the window does: tray, start, notifications. */
export const DesktopSection = ({ desktop }: { readonly desktop: DesktopStatus }) => {
  const { t } = useTranslation('settings');
  const { alerts, closing } = useSettings();
  const command = useCommand();
  const [startsAtLogin, setStartsAtLogin] = useState(desktop.startsAtLogin);
  const changeAlerts = (part: Partial<AlertSettings>): void => {
    void command('settings.update', { alerts: { ...alerts, ...part } });
  };
  const changeStart = async (wanted: boolean): Promise<void> => {
    const answer = await command('desktop.setStartsAtLogin', { startsAtLogin: wanted });
    if (answer.ok) setStartsAtLogin(answer.value.startsAtLogin);
  };
  return (
    <>
      {desktop.hasTray && (
        <ChoiceField
          label={t('closing')}
          hint={t('closingHint')}
          value={closing}
          options={CLOSINGS.map((value) => ({ value, text: t(`closings.${value}`) }))}
          onChange={(value) => void command('settings.update', { closing: value })}
        />
      )}
      {startsAtLogin !== null && (
        <SwitchField
          label={t('startsAtLogin')}
          hint={t('startsAtLoginHint')}
          isOn={startsAtLogin}
          onChange={(isOn) => void changeStart(isOn)}
        />
      )}
      {ALERT_SWITCHES.map((name) => (
        <SwitchField
          key={name}
          label={t(name)}
          hint={t(`${name}Hint`)}
          isOn={alerts[name]}
          onChange={(isOn) => {
            changeAlerts({ [name]: isOn });
          }}
        />
      ))}
      <QuietHours alerts={alerts} onChange={changeAlerts} />
    </>
  );
};
