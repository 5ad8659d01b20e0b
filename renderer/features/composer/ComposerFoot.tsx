import { useTranslation } from '../../i18n/use-translation.tsx';
import { useKeyHint } from '../../state/commands/use-commands.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ComposerFoot.module.css';
import type { Sendable } from './sendable.ts';

/** Shown from this share of the limit on; a count that means nothing yet is noise. */
const NEAR_LIMIT = 0.8;

/** What the agent should know before sending, the most urgent thing first; null when the keys may be shown instead. */
const useNote = (
  shop: ShopFace,
  verdict: Sendable,
): { readonly tone: 'bad' | 'warn'; readonly text: string } | null => {
  const { t } = useTranslation('composer');
  if (verdict.kind === 'aboveLimit')
    return { tone: 'bad', text: t('aboveLimit', { over: verdict.over }) };
  if (verdict.kind === 'hole') return { tone: 'bad', text: t('hole', { name: verdict.name }) };
  if (verdict.kind === 'unsupported') return { tone: 'bad', text: t('cannotSend') };
  if (verdict.kind === 'tooLong')
    return { tone: 'bad', text: t('tooLong', { over: verdict.over, limit: shop.textLimit }) };
  if (shop.state.kind !== 'online') return { tone: 'warn', text: t('willQueue') };
  return null;
};

/** The composer's bottom line: keys or a warning, the count, 发送. */
export const ComposerFoot = ({
  hintId,
  shop,
  text,
  verdict,
  onSend,
}: {
  /** Id of the text that describes the box, and says why nothing can be sent. */
  readonly hintId: string;
  readonly shop: ShopFace;
  readonly text: string;
  readonly verdict: Sendable;
  readonly onSend: () => void;
}) => {
  const { t } = useTranslation('composer');
  const keyHint = useKeyHint();
  const note = useNote(shop, verdict);
  const count = text.trim().length;
  const isDisabled = verdict.kind !== 'ok';
  const reason = isDisabled && note !== null ? note.text : undefined;
  return (
    <div className={styles['foot']}>
      <p id={hintId} className={styles['note']} data-tone={note?.tone ?? 'calm'}>
        {note?.text ??
          t('keys', { send: keyHint('composer.send'), breaks: keyHint('composer.break') })}
      </p>
      <span
        className={styles['count']}
        data-tone={
          verdict.kind === 'tooLong' || verdict.kind === 'aboveLimit'
            ? 'bad'
            : count > shop.textLimit * NEAR_LIMIT
              ? 'warn'
              : 'calm'
        }
      >
        {t('count', { count, limit: shop.textLimit })}
      </span>
      <span title={reason}>
        <Button
          variant="primary"
          isDisabled={isDisabled}
          {...(reason === undefined ? {} : { 'aria-describedby': hintId })}
          onPress={onSend}
        >
          {t('send')}
        </Button>
      </span>
    </div>
  );
};
