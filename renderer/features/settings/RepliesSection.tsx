import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useSettings } from '../../state/replica/replica.ts';
import { Switch } from '../../ui/Switch.tsx';
import { Field } from './Field.tsx';
import { NumberField } from './NumberField.tsx';

const DAY_MINUTES = 1_440;

export const RepliesSection = () => {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const command = useCommand();
  return (
    <>
      <Field label={t('takeOver')} hint={t('takeOverHint')}>
        <Switch
          aria-label={t('takeOver')}
          isSelected={settings.takeOverOnReply}
          onChange={(takeOverOnReply) => void command('settings.update', { takeOverOnReply })}
        >
          {null}
        </Switch>
      </Field>
      <Field label={t('takeOverMinutes')} hint={t('takeOverMinutesHint')}>
        <NumberField
          label={t('takeOverMinutes')}
          value={settings.takeOverMinutes}
          min={0}
          max={DAY_MINUTES}
          onCommit={(takeOverMinutes) => void command('settings.update', { takeOverMinutes })}
        />
      </Field>
      <Field label={t('agentFrames')} hint={t('agentFramesHint')}>
        <Switch
          aria-label={t('agentFrames')}
          isSelected={settings.sendAgentReplyFrames}
          onChange={(sendAgentReplyFrames) =>
            void command('settings.update', { sendAgentReplyFrames })
          }
        >
          {null}
        </Switch>
      </Field>
    </>
  );
};
