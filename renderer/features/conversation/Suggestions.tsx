import { Bot } from 'lucide-react';
import { memo, useState } from 'react';
import type { Suggestion } from '#shared/model/conversation.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useComposeFrom } from '../../state/compose/compose.tsx';
import { Button } from '../../ui/Button.tsx';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { LinkedText } from '../../ui/content/LinkedText.tsx';
import { PlatformCard } from '../../ui/content/PlatformCard.tsx';
import { Thumbnail } from '../../ui/content/Thumbnail.tsx';
import { webUrl } from '../../ui/content/web-links.ts';
import { CardWay } from './CardWay.tsx';
import styles from './Suggestions.module.css';
import { clockText } from './time-text.ts';

const Content = ({
  shopId,
  suggestion: { type, content },
}: {
  readonly shopId: ShopId;
  readonly suggestion: Suggestion;
}) => {
  const { t } = useTranslation('conversation');
  switch (type) {
    case 'text':
      return (
        <p className={styles['text']} dir="auto">
          <LinkedText text={content} />
        </p>
      );
    case 'image':
    case 'video':
      return (
        <span className={styles['media']}>
          <Thumbnail url={type === 'image' ? webUrl(content) : null} kind="product" />
          <span className={styles['text']}>
            [{t(`type.${type}`)}] <LinkedText text={content} />
          </span>
        </span>
      );
    case 'product_card':
    case 'order_card':
      return (
        <>
          <PlatformCard type={type} content={content} card={null} />
          <CardWay shopId={shopId} type={type} content={content} />
        </>
      );
  }
};

const Why = ({ suggestion }: { readonly suggestion: Suggestion }) => {
  const { t } = useTranslation('conversation');
  return (
    <span className={styles['why']}>
      {t(`suggestion.why.${suggestion.why}`)} · <time>{clockText(suggestion.receivedAt)}</time>
    </span>
  );
};

type Of = Pick<ConversationFace, 'shopId' | 'buyerPin' | 'key' | 'draft'>;

const SuggestionRow = memo(
  ({
    conversation,
    suggestion,
    isFirst,
    isAlone,
  }: {
    readonly conversation: Of;
    readonly suggestion: Suggestion;
    readonly isFirst: boolean;
    /** The only one in sight: why it was held stands in the group's head. */
    readonly isAlone: boolean;
  }) => {
    const { t } = useTranslation('conversation');
    const command = useCommand();
    const composeFrom = useComposeFrom();
    const [isBusy, setIsBusy] = useState(false);
    const { suggestionId } = suggestion;
    const settle = (name: 'suggestions.adopt' | 'suggestions.dismiss'): void => {
      const { shopId, buyerPin } = conversation;
      setIsBusy(true);
      void command(name, { shopId, buyerPin, suggestionId }).then(() => {
        setIsBusy(false);
      });
    };
    return (
      <li className={styles['row']}>
        <div className={styles['content']}>
          <Content shopId={conversation.shopId} suggestion={suggestion} />
          {!isAlone && <Why suggestion={suggestion} />}
        </div>
        <div className={styles['actions']}>
          <Button
            variant={isFirst ? 'primary' : 'plain'}
            isDisabled={isBusy}
            onPress={() => {
              settle('suggestions.adopt');
            }}
          >
            {t('suggestion.adopt')}
          </Button>
          {suggestion.type === 'text' && (
            <Button
              isDisabled={isBusy}
              onPress={() => {
                composeFrom(conversation, suggestion.content, suggestionId);
              }}
            >
              {t('suggestion.edit')}
            </Button>
          )}
          <Button
            isDisabled={isBusy}
            onPress={() => {
              settle('suggestions.dismiss');
            }}
          >
            {t('suggestion.dismiss')}
          </Button>
        </div>
      </li>
    );
  },
);

/** Back-office replies that were held for the agent (CV5): the newest in sight, the others a press away. */
export const Suggestions = ({ conversation }: { readonly conversation: ConversationFace }) => {
  const { t } = useTranslation('conversation');
  const [isOpen, setIsOpen] = useState(false);
  const newestFirst = conversation.suggestions.toSorted((a, b) => b.receivedAt - a.receivedAt);
  if (newestFirst.length === 0) return null;
  const shown = isOpen ? newestFirst : newestFirst.slice(0, 1);
  const [first] = newestFirst;
  const others = newestFirst.length - 1;
  return (
    <section className={styles['group']} role="group" aria-label={t('suggestion.group')}>
      <div className={styles['head']}>
        <strong className={styles['title']}>
          <Bot aria-hidden="true" />
          {t('suggestion.group')}
        </strong>
        {shown.length === 1 && first !== undefined && <Why suggestion={first} />}
        {others > 0 && (
          <>
            <span className={styles['count']}>
              {t('suggestion.count', { count: newestFirst.length })}
            </span>
            <FoldButton
              className={styles['toggle']}
              isOpen={isOpen}
              onChange={setIsOpen}
              text={isOpen ? t('suggestion.less') : t('suggestion.more', { count: others })}
            />
          </>
        )}
      </div>
      <ul className={styles['list']}>
        {shown.map((suggestion, index) => (
          <SuggestionRow
            key={suggestion.suggestionId}
            conversation={conversation}
            suggestion={suggestion}
            isFirst={index === 0}
            isAlone={shown.length === 1}
          />
        ))}
      </ul>
    </section>
  );
};
