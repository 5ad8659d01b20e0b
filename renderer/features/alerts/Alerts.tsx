import { useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/model/ids.ts';
import type { Shop } from '#shared/model/shop.ts';
import { useShops } from '../../state/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './Alerts.module.css';
import { attentionQueue, type AttentionQueue } from './attention-queue.ts';
import { ShopAlert } from './ShopAlert.tsx';
import { Waited } from './Waited.tsx';

/** From this many on only the next one stands there until they are unfolded, so that the chat keeps its room. */
const FOLDED_FROM = 3;

/**
 * The next one moves up into sight; when the alert that had the focus is gone, its successor gets it, so that a queue can
 * be worked off by keyboard.
 */
const useNextInSight = (
  next: ShopId | undefined,
): {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
} => {
  const list = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    element.scrollTo({ top: 0 });
    // Nobody has the focus when its element went away; whoever went elsewhere is left there.
    if (!hadFocus.current || document.activeElement !== document.body) return;
    element.querySelector('button')?.focus();
  }, [next]);
  return {
    list,
    onFocus: () => {
      hadFocus.current = true;
    },
    onBlur: ({ relatedTarget }) => {
      if (relatedTarget !== null) hadFocus.current = false;
    },
  };
};

/** How many wait for what, and the longest of them. */
const Summary = ({ toVerify, others }: AttentionQueue<Shop>) => {
  const { t } = useTranslation('alerts');
  const [longest] = toVerify.length > 0 ? toVerify : others;
  return (
    <>
      <strong role="status">
        {toVerify.length > 0
          ? t('toVerify', { count: toVerify.length })
          : t('others', { count: others.length })}
      </strong>
      {longest !== undefined && (
        <span className={styles['longest']}>
          <Waited since={longest.state.since} as="longest" />
        </span>
      )}
      {toVerify.length > 0 && others.length > 0 && (
        <span className={styles['others']}>{t('moreOthers', { count: others.length })}</span>
      )}
    </>
  );
};

/**
 * Shops that receive nothing until a person does something: verifications first, as one queue (PL8), the next in order on top.
 */
export const Alerts = () => {
  const { t } = useTranslation('alerts');
  const [isOpen, setIsOpen] = useState(false);
  const queue = attentionQueue(useShops());
  const waiting = [...queue.toVerify, ...queue.others];
  const { list, ...focus } = useNextInSight(waiting[0]?.shopId);
  if (waiting.length === 0) return null;
  const hasSummary = queue.toVerify.length > 1 || waiting.length >= FOLDED_FROM;
  const isFolded = hasSummary && !isOpen;
  return (
    <section className={styles['alerts']} aria-label={t('region')} {...focus}>
      {hasSummary && (
        <div className={styles['summary']}>
          <Summary {...queue} />
          <Button
            variant="quiet"
            className={styles['toggle']}
            aria-expanded={isOpen}
            onPress={() => {
              setIsOpen(!isOpen);
            }}
          >
            {t(isOpen ? 'collapse' : 'expand')}
          </Button>
        </div>
      )}
      <div ref={list} className={classNames(styles['list'], isFolded && styles['folded'])}>
        {waiting.map((shop) => (
          <ShopAlert key={shop.shopId} shop={shop} />
        ))}
      </div>
    </section>
  );
};
