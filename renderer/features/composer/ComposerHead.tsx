import { BookmarkPlus, SquareSlash } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useKeyHint } from '../../state/commands/use-commands.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ComposerHead.module.css';
import { EmojiPicker } from './EmojiPicker.tsx';
import { FilePicker } from './FilePicker.tsx';

/** The composer's top line: what can be put in, and to whom, of which shop, it goes. */
export const ComposerHead = ({
  shop,
  buyerName,
  isFromSuggestion,
  onEmoji,
  onFiles,
  onCall,
  onKeep,
}: {
  readonly shop: ShopFace;
  readonly buyerName: string;
  readonly isFromSuggestion: boolean;
  readonly onEmoji: (emoji: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** Opens the list of phrases at the caret. */
  readonly onCall: () => void;
  /** Keeps the words as a phrase; null while there are none. */
  readonly onKeep: (() => void) | null;
}) => {
  const { t } = useTranslation('composer');
  const shopLabel = useShopLabel();
  const keyHint = useKeyHint();
  return (
    <div className={styles['head']}>
      <EmojiPicker onPick={onEmoji} />
      <FilePicker shop={shop} onPick={onFiles} />
      <IconButton label={t('callPhrase')} keys={keyHint('phrases.find')} onPress={onCall}>
        <SquareSlash aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('keepPhrase')}
        isDisabled={onKeep === null}
        onPress={() => {
          onKeep?.();
        }}
      >
        <BookmarkPlus aria-hidden="true" />
      </IconButton>
      {isFromSuggestion && <span className={styles['from']}>{t('fromSuggestion')}</span>}
      <p className={styles['to']}>
        <span className={styles['buyer']} title={buyerName}>
          {t('to', { buyer: buyerName })}
        </span>
        <span aria-hidden="true">·</span>
        <PlatformMark platform={shop.platform} size="sm" />
        <span className={styles['shop']} title={shopLabel(shop)}>
          {shopLabel(shop)}
        </span>
        <span className={styles['swatch']} aria-hidden="true" />
      </p>
    </div>
  );
};
