import { useLayoutEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';
import type { Shop } from '#shared/model/shop.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShops } from '../../state/replica/replica.ts';
import { useOpenNotices } from '../../state/shops/shop-notices.ts';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './Alerts.module.css';
import { attentionQueue, isToldByNotice, type AttentionQueue } from './attention-queue.ts';
import { NoticeAlert } from './NoticeAlert.tsx';
import { ShopAlert } from './ShopAlert.tsx';
import { Waited } from './Waited.tsx';

/** From this many on only the next one stands there until they are unfolded, so that the chat keeps its room. */
const FOLDED_FROM = 3;
/** A back office that complains of hundreds of buyers must not make hundreds of alerts; the oldest come first. */
const MOST_NOTICES = 20;
/** While it is folded the wheel and Tab reach so many shops; the others are drawn when it is unfolded. */
const MOST_FOLDED = 12;

/**
 * The next one moves up into sight; when the alert that had the focus is gone, its successor gets it, so that a queue can
 * be worked off by keyboard.
 */
const useNextInSight = (
  next: string | undefined,
): {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
} => {
  const list = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  const last = useRef(next);
  useLayoutEffect(() => {
    const element = list.current;
    // At first it is on top; to scroll there would lay the whole page out before its time.
    if (element === null || last.current === next) return;
    last.current = next;
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

/** How many wait for what is on top, the longest of them, and how many more shops need somebody. */
const Summary = ({
  toVerify,
  others,
  notices,
}: AttentionQueue<Shop> & { readonly notices: readonly ShopNotice[] }) => {
  const { t } = useTranslation('alerts');
  const [head, waiting] =
    notices.length > 0
      ? (['notices', []] as const)
      : toVerify.length > 0
        ? (['toVerify', toVerify] as const)
        : (['others', others] as const);
  const [longest] = waiting;
  const further = toVerify.length + others.length - waiting.length;
  return (
    <>
      <strong role="status">
        {t(head, { count: { toVerify, others, notices }[head].length })}
      </strong>
      {longest !== undefined && (
        <span className={styles['longest']}>
          <Waited since={longest.state.since} as="longest" />
        </span>
      )}
      {further > 0 && (
        <span className={styles['others']}>{t('moreOthers', { count: further })}</span>
      )}
    </>
  );
};

/**
 * What a person has to do: errors of the back office (GW13), then shops that receive nothing until somebody helps them,
 * verifications first, as one queue (PL8). The next in order is on top.
 */
export const Alerts = () => {
  const { t } = useTranslation('alerts');
  const [isOpen, setIsOpen] = useState(false);
  const notices = useOpenNotices();
  const shown = notices.slice(0, MOST_NOTICES);
  const shops = useShops().filter((shop) => !shown.some((notice) => isToldByNotice(shop, notice)));
  const queue = attentionQueue(shops);
  const waiting = [...queue.toVerify, ...queue.others];
  const { list, ...focus } = useNextInSight(shown[0]?.noticeId ?? waiting[0]?.shopId);
  const total = notices.length + waiting.length;
  if (total === 0) return null;
  const hasSummary = queue.toVerify.length > 1 || total >= FOLDED_FROM;
  const isFolded = hasSummary && !isOpen;
  return (
    <section className={styles['alerts']} aria-label={t('region')} {...focus}>
      {hasSummary && (
        <div className={styles['summary']}>
          <Summary {...queue} notices={notices} />
          <FoldButton
            className={styles['toggle']}
            isOpen={isOpen}
            onChange={setIsOpen}
            text={t(isOpen ? 'collapse' : 'expand')}
          />
        </div>
      )}
      <div ref={list} className={classNames(styles['list'], isFolded && styles['folded'])}>
        {shown.map((notice) => (
          <NoticeAlert key={notice.noticeId} notice={notice} />
        ))}
        {notices.length > shown.length && (
          <p className={styles['more']}>
            {t('hiddenNotices', { count: notices.length - shown.length })}
          </p>
        )}
        {(isFolded ? waiting.slice(0, MOST_FOLDED) : waiting).map((shop) => (
          <ShopAlert key={shop.shopId} shop={shop} />
        ))}
      </div>
    </section>
  );
};
