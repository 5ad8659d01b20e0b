import { Bot } from 'lucide-react';
import { memo, useEffect, useEffectEvent, useState } from 'react';
import { isPressed, pressedChord } from '#shared/model/chord.ts';
import type { Suggestion } from '#shared/model/conversation.ts';
import type { ShopId, SuggestionId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useKeyMap } from '../../state/commands/use-commands.ts';
import type { ConversationFace } from '../../state/replica/faces.ts';
import { useComposeFrom } from '../../state/compose/compose.tsx';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/Button.tsx';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { useJustAppeared } from '../../ui/just-appeared.ts';
import { LinkedText } from '../../ui/content/LinkedText.tsx';
import { PlatformCard } from '../../ui/content/PlatformCard.tsx';
import { Thumbnail } from '../../ui/content/Thumbnail.tsx';
import { webUrl } from '../../ui/content/web-links.ts';
import { CardWay } from './CardWay.tsx';
import styles from './Suggestions.module.css';
import { FoldedText } from './FoldedText.tsx';
import { useStandingOrder } from './standing-order.ts';
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
      return <FoldedText text={content} />;
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

/** What may be done with one suggestion. After each the caret is in 回复 again. */
const useActions = (conversation: Of) => {
  const command = useCommand();
  const composeFrom = useComposeFrom();
  const wishCaret = useSelection((state) => state.wishCaret);
  const { shopId, buyerPin } = conversation;
  const settle = async (
    name: 'suggestions.adopt' | 'suggestions.dismiss',
    suggestionId: SuggestionId,
  ): Promise<void> => {
    wishCaret();
    await command(name, { shopId, buyerPin, suggestionId });
  };
  const edit = ({ content, suggestionId }: Suggestion): void => {
    composeFrom(conversation, content, suggestionId);
  };
  const dismissAll = async (suggestions: readonly Suggestion[]): Promise<void> => {
    for (const { suggestionId } of suggestions) await settle('suggestions.dismiss', suggestionId);
  };
  return { settle, dismissAll, edit };
};

const SuggestionRow = memo(
  ({
    conversation,
    suggestion,
    place,
    isAlone,
  }: {
    readonly conversation: Of;
    readonly suggestion: Suggestion;
    /** From 0, the one that is always shown. */
    readonly place: number;
    /** The only one in sight: why it was held stands in the group's head. */
    readonly isAlone: boolean;
  }) => {
    const { t } = useTranslation('conversation');
    const { settle, edit } = useActions(conversation);
    const [isBusy, setIsBusy] = useState(false);
    const { suggestionId } = suggestion;
    const isFresh = useJustAppeared(`${suggestionId} ${String(place)}`);
    const isDisabled = isFresh || isBusy;
    const settleOnce = (name: 'suggestions.adopt' | 'suggestions.dismiss'): void => {
      setIsBusy(true);
      void settle(name, suggestionId).then(() => {
        setIsBusy(false);
      });
    };
    return (
      <li className={styles['row']}>
        <div className={styles['content']}>
          <Content shopId={conversation.shopId} suggestion={suggestion} />
          {!isAlone && <Why suggestion={suggestion} />}
        </div>
        <div className={styles['actions']} data-fresh={isFresh}>
          <Button
            variant={place === 0 ? 'primary' : 'plain'}
            isDisabled={isDisabled}
            onPress={() => {
              settleOnce('suggestions.adopt');
            }}
          >
            {t('suggestion.adopt')}
          </Button>
          {suggestion.type === 'text' && (
            <Button
              isDisabled={isDisabled}
              onPress={() => {
                edit(suggestion);
              }}
            >
              {t('suggestion.edit')}
            </Button>
          )}
          <Button
            isDisabled={isDisabled}
            onPress={() => {
              settleOnce('suggestions.dismiss');
            }}
          >
            {t('suggestion.dismiss')}
          </Button>
        </div>
      </li>
    );
  },
);

/** A key in an empty 回复 takes the suggestion over for editing. */
const useTabTakesOver = (suggestion: Suggestion | undefined, edit: (it: Suggestion) => void) => {
  const keys = useKeyMap()['composer.takeSuggestion'];
  const takeOver = useEffectEvent((event: KeyboardEvent) => {
    if (!keys.some((text) => isPressed(pressedChord(event), text))) return;
    if (!(event.target instanceof HTMLTextAreaElement) || event.target.value !== '') return;
    if (suggestion?.type !== 'text') return;
    event.preventDefault();
    edit(suggestion);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      takeOver(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, []);
};

/**
 * Back-office replies that were held for the agent (CV5): one in sight, the others a press away. What is shown stays where it is;
 * what comes stands behind it.
 */
export const Suggestions = ({ conversation }: { readonly conversation: ConversationFace }) => {
  const { t } = useTranslation('conversation');
  const [isOpen, setIsOpen] = useState(false);
  const standing = useStandingOrder(conversation.key, conversation.suggestions);
  const { dismissAll, edit } = useActions(conversation);
  const [first] = standing;
  useTabTakesOver(first, edit);
  if (first === undefined) return null;
  const shown = isOpen ? standing : [first];
  const others = standing.length - 1;
  return (
    <section className={styles['group']} role="group" aria-label={t('suggestion.group')}>
      <div className={styles['head']}>
        <strong className={styles['title']}>
          <Bot aria-hidden="true" />
          {t('suggestion.group')}
        </strong>
        {shown.length === 1 && <Why suggestion={first} />}
        {others > 0 && (
          <>
            <span className={styles['count']}>
              {t('suggestion.count', { count: standing.length })}
            </span>
            <FoldButton
              className={styles['toggle']}
              isOpen={isOpen}
              onChange={setIsOpen}
              text={isOpen ? t('suggestion.less') : t('suggestion.more', { count: others })}
            />
            <Button
              variant="quiet"
              className={styles['all']}
              onPress={() => {
                void dismissAll(standing);
              }}
            >
              {t('suggestion.dismissAll')}
            </Button>
          </>
        )}
      </div>
      <ul className={styles['list']}>
        {shown.map((suggestion, index) => (
          <SuggestionRow
            key={suggestion.suggestionId}
            conversation={conversation}
            suggestion={suggestion}
            place={index}
            isAlone={shown.length === 1}
          />
        ))}
      </ul>
    </section>
  );
};
