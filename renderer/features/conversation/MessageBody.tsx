import type { Message } from '#shared/model/message.ts';
import { outgoingName } from '#shared/model/outgoing-media.ts';
import { assertNever } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShopPage } from '../../state/shops/shop-page.ts';
import { Button } from '../../ui/Button.tsx';
import { ChatImage } from '../../ui/content/ChatImage.tsx';
import { ChatVideo } from '../../ui/content/ChatVideo.tsx';
import { LinkedText } from '../../ui/content/LinkedText.tsx';
import { PlatformCard } from '../../ui/content/PlatformCard.tsx';
import { webUrl } from '../../ui/content/web-links.ts';
import styles from './MessageBody.module.css';

const UnknownBody = ({ message }: { readonly message: Message }) => {
  const { t } = useTranslation('conversation');
  const { show } = useShopPage(message.shopId);
  return (
    <div className={styles['bubble']}>
      <p className={styles['hint']}>{t('unknown.title')}</p>
      {message.content !== '' && <pre className={styles['raw']}>{message.content}</pre>}
      <Button className={styles['open']} onPress={show}>
        {t('unknown.openPage')}
      </Button>
    </div>
  );
};

const TextBody = ({ text }: { readonly text: string }) => (
  <div className={styles['bubble']}>
    <p className={styles['text']} dir="auto">
      <LinkedText text={text} />
    </p>
  </div>
);

/** What a message says, by its type. Every text is foreign and stays text (SE4). */
export const MessageBody = ({ message }: { readonly message: Message }) => {
  switch (message.type) {
    case 'text':
    case 'systemLine':
      return <TextBody text={message.content} />;
    case 'image':
    case 'video': {
      const isOurs = outgoingName(message.content) !== null;
      const url = isOurs ? message.content : webUrl(message.content);
      // Not an address: nothing to load, so the words themselves.
      if (url === null) return <TextBody text={message.content} />;
      return message.type === 'image' ? (
        <ChatImage url={url} at={message.sentAt} />
      ) : (
        <ChatVideo url={url} />
      );
    }
    case 'product_card':
    case 'order_card':
      return <PlatformCard type={message.type} content={message.content} card={message.card} />;
    case 'unknown':
      return <UnknownBody message={message} />;
    default:
      return assertNever(message.type);
  }
};
