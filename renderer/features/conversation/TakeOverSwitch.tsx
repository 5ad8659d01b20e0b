import type { Conversation, ReplyMode } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useKeyHint, useOfferCommands } from '../../state/commands/use-commands.ts';
import { useNow } from '../../state/now.ts';
import { Switch } from '../../ui/Switch.tsx';
import styles from './TakeOverSwitch.module.css';
import { countdownText } from './time-text.ts';

const SECOND_MS = 1000;

const Countdown = ({ endsAt }: { readonly endsAt: number }) => {
  const now = useNow(SECOND_MS);
  return <b className={styles['left']}>{countdownText(endsAt - now)}</b>;
};

const Remaining = ({ mode }: { readonly mode: ReplyMode }) => {
  const { t } = useTranslation('conversation');
  if (mode.kind === 'auto') return null;
  if (mode.endsAt === null) return <b className={styles['left']}>{t('head.untilOff')}</b>;
  return <Countdown endsAt={mode.endsAt} />;
};

/** 人工接管: who answers this buyer (CV6). A key turns it, from wherever the cursor is. */
export const TakeOverSwitch = ({
  conversation: { shopId, buyerPin, mode },
}: {
  readonly conversation: Pick<Conversation, 'shopId' | 'buyerPin' | 'mode'>;
}) => {
  const { t } = useTranslation('conversation');
  const command = useCommand();
  const isManual = mode.kind === 'manual';
  const set = (manual: boolean): void => {
    void command('conversations.setManual', { shopId, buyerPin, manual });
  };
  useOfferCommands([
    {
      id: 'conversation.takeOver',
      run: () => {
        set(!isManual);
      },
    },
  ]);
  const label = t('head.takeOver');
  const keys = useKeyHint()('conversation.takeOver');
  const what = t(isManual ? 'head.takeOverOn' : 'head.takeOverOff');
  const how = t(isManual ? 'head.handBackBy' : 'head.takeOverBy', { keys });
  return (
    <span title={keys === undefined ? what : `${what}${how}`}>
      <Switch aria-label={label} tone="violet" pill isSelected={isManual} onChange={set}>
        {label}
        <Remaining mode={mode} />
      </Switch>
    </span>
  );
};
