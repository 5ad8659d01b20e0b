import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { keyMapOf } from '#shared/model/commands.ts';
import { LANGUAGES, type Language } from '#shared/model/language.ts';
import { showLanguage } from '../../i18n/i18n.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { ChoiceField } from './Field.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
const SEND_KEYS = ['enter', 'ctrlEnter'] as const;

/** 0 is for ever. */
const KEEP_DAYS = [30, 90, 180, 365, 0] as const;

/** A number of days that somebody set elsewhere is shown as the next longer choice. */
const keepChoice = (days: number): string =>
  String(days === 0 ? 0 : (KEEP_DAYS.find((choice) => choice >= days) ?? 0));

export const GeneralSection = () => {
  const { t, i18n } = useTranslation('settings');
  const settings = useSettings();
  const command = useCommand();
  const language = LANGUAGES.find((name) => name === i18n.language) ?? LANGUAGES[0];
  return (
    <>
      <ChoiceField
        label={t('theme')}
        value={settings.theme}
        options={THEMES.map((value) => ({ value, text: t(`themes.${value}`) }))}
        onChange={(theme) => void command('settings.update', { theme })}
      />
      <ChoiceField<Language>
        label={t('language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, text: t(`languages.${value}`) }))}
        onChange={(value) => {
          void showLanguage(i18n, value);
          void command('settings.update', { language: value });
        }}
      />
      <ChoiceField
        label={t('keepDays')}
        hint={t('keepDaysHint')}
        value={keepChoice(settings.keepDays)}
        options={KEEP_DAYS.map((days) => ({
          value: String(days),
          text: days === 0 ? t('keepForEver') : t('keepFor', { days }),
        }))}
        onChange={(days) => void command('settings.update', { keepDays: Number(days) })}
      />
      <ChoiceField
        label={t('sendKey')}
        hint={t('sendKeyHint')}
        value={settings.sendKey}
        options={SEND_KEYS.map((value) => ({
          value,
          text: t('sendBy', { keys: keyMapOf({ sendKey: value })['composer.send'][0] }),
        }))}
        onChange={(sendKey) => void command('settings.update', { sendKey })}
      />
    </>
  );
};
