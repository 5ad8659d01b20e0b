import { Smile } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import styles from './EmojiPicker.module.css';

/** What agents use: smiles, thanks, hands, parcels. Plain Unicode, which all four platforms take. */
const EMOJIS = [
  '😊 😀 😁 😄 😂 🤗 😉 😍 🥰 😘',
  '🤔 😅 😳 😢 😭 😥 😓 🙏 🤝 👏',
  '👍 👌 💪 ✌️ 👋 🌹 🌸 🎉 🎁 ❤️',
  '💕 ✨ 🔥 ⭐ ✅ ❌ ⚠️ 📦 🚚 🏠',
  '📞 ⏰ 💰 🛒 👀 ☕ 🍵 🧧 🎈 🌞',
].flatMap((line) => line.split(' '));

/** A button that opens a set of emoji; choosing one closes it. */
export const EmojiPicker = ({ onPick }: { readonly onPick: (emoji: string) => void }) => {
  const { t } = useTranslation('composer');
  const [isOpen, setIsOpen] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  useEffect(() => {
    if (isOpen || picked === null) return undefined;
    // The closing popover hands the cursor back to its button within this frame; the composer takes it after that.
    const frame = requestAnimationFrame(() => {
      setPicked(null);
      onPick(picked);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [isOpen, picked, onPick]);
  return (
    <Popover
      label={t('emoji')}
      placement="top start"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton label={t('emoji')}>
          <Smile aria-hidden="true" />
        </IconButton>
      }
    >
      <div className={styles['grid']}>
        {EMOJIS.map((emoji) => (
          <AriaButton
            key={emoji}
            className={styles['emoji'] ?? ''}
            aria-label={emoji}
            onPress={() => {
              setIsOpen(false);
              setPicked(emoji);
            }}
          >
            {emoji}
          </AriaButton>
        ))}
      </div>
    </Popover>
  );
};
