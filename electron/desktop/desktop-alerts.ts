import { app, type BrowserWindow, powerMonitor } from 'electron';
import { AlertDesk, type AlertSurface } from '../alerts/alert-desk.ts';
import type { Tally } from '../alerts/tally.ts';
import type { ReplicaSource } from '../alerts/who-waits.ts';
import { systemClock } from '../host/machine/system-clock.ts';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { Overview } from '#shared/sync/delta.ts';
import { countLine, noticeWords } from './alert-words.ts';
import { Notice } from './notice.ts';
import type { DesktopTexts } from './texts.ts';
import type { AppTray } from './tray.ts';
import { overlayPicture } from './tray-picture.ts';
import { showBadge } from './waiting-badge.ts';

const WAITING_PAGE = 1_000;

const sourceOf = (handlers: CallHandlers, publisher: DeltaPublisher): ReplicaSource => ({
  loadSnapshot: async () => {
    const answer = await handlers['sync.loadSnapshot']({});
    return answer.ok ? answer.value : null;
  },
  loadWaiting: async (after) => {
    const answer = await handlers['conversations.loadWaiting']({ after, limit: WAITING_PAGE });
    return answer.ok ? answer.value : [];
  },
  onFrame: (hear) => publisher.onFrame(hear),
});

/** Whether the screen is locked: whoever passes it is not the agent. */
const watchLock = (changed: () => void): (() => boolean) => {
  let isLocked = false;
  const set = (locked: boolean) => (): void => {
    isLocked = locked;
    changed();
  };
  powerMonitor.on('lock-screen', set(true));
  powerMonitor.on('unlock-screen', set(false));
  return () => isLocked;
};

/**
 * Tray, badge, taskbar and notification, by one number and one judgement. Answers the desk, which has been started.
 */
export const openDesktopAlerts = (parts: {
  readonly window: BrowserWindow;
  readonly tray: AppTray;
  readonly texts: () => DesktopTexts;
  readonly handlers: CallHandlers;
  readonly publisher: DeltaPublisher;
  /** Brings the window to the front and shows this in it; null for whatever it shows. */
  readonly open: (what: EventMessage | null) => void;
  /** Whether one of our windows has the focus. */
  readonly isFocused: () => boolean;
  readonly onChange: (overview: Overview) => void;
}): AlertDesk => {
  const { window, tray, texts } = parts;
  const badge = { platform: process.platform, app, window, overlayOf: overlayPicture };
  const isLocked = watchLock(() => desk.look());
  const shopOf = ({ shopId }: Pick<Conversation, 'shopId'>): Shop | null => {
    const { shops } = desk.who.overview;
    return Object.hasOwn(shops, shopId) ? (shops[shopId] ?? null) : null;
  };
  const openMostUrgent = (): void => {
    // Of this moment: it may be another one than the notification named.
    const { mostUrgent, shopsInNeed } = desk.tally();
    const [shop] = shopsInNeed;
    if (mostUrgent !== null) {
      parts.open({ event: 'window.openConversation', payload: { key: mostUrgent.key } });
    } else if (shop !== undefined) {
      parts.open({ event: 'window.openShop', payload: { shopId: shop.shopId } });
    } else parts.open(null);
  };
  const notice = new Notice({ onClick: openMostUrgent, onDismissed: () => desk.dismissed() });
  const surface: AlertSurface = {
    isInFront: () => !window.isDestroyed() && parts.isFocused() && !isLocked(),
    showNumbers: (tally: Tally) => {
      tray.show(tally);
      if (!window.isDestroyed()) showBadge(tally.waiting, countLine(tally, texts()), badge);
    },
    notify: (tally, { isCall, isSilent }) => {
      const showWords = desk.who.overview.settings.alerts.showWords && !isLocked();
      notice.show(noticeWords(tally, { texts: texts(), showWords, shopOf }), isSilent);
      if (isCall && !window.isDestroyed()) window.flashFrame(true);
    },
    withdraw: () => {
      notice.withdraw();
      if (!window.isDestroyed()) window.flashFrame(false);
    },
  };
  const desk: AlertDesk = new AlertDesk({
    clock: systemClock,
    source: sourceOf(parts.handlers, parts.publisher),
    surface,
    onChange: () => {
      tray.refresh();
      parts.onChange(desk.who.overview);
    },
  });
  desk.start();
  return desk;
};
