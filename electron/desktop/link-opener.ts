import { app, type BrowserWindow, dialog } from 'electron';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { conversationKey } from '#shared/model/ids.ts';
import { type AppLink, LINK_SCHEME, readAppLink } from './app-link.ts';
import type { DesktopTexts } from './texts.ts';

type Lookups = Pick<CallHandlers, 'conversations.load' | 'sync.loadSnapshot'>;

/** What the page is shown for a link; null where this computer knows nothing of it. */
const findLinked = async (link: AppLink, handlers: Lookups): Promise<EventMessage | null> => {
  if (link.kind === 'conversation') {
    const found = await handlers['conversations.load'](link);
    if (!found.ok || found.value === null) return null;
    return { event: 'window.openConversation', payload: { key: conversationKey(link) } };
  }
  const snapshot = await handlers['sync.loadSnapshot']({});
  if (!snapshot.ok || !Object.hasOwn(snapshot.value.replica.shops, link.shopId)) return null;
  return { event: 'window.openShop', payload: { shopId: link.shopId } };
};

/**
 * Follows links to a shop or a conversation: the window comes to the front and shows it. What cannot be followed is said in one
 * sentence, one at a time, that repeats nothing of the link.
 */
export const createLinkOpener = (parts: {
  readonly window: BrowserWindow;
  readonly texts: () => DesktopTexts;
  readonly handlers: Lookups;
  readonly whenTried: () => Promise<void>;
  readonly show: (message: EventMessage) => void;
}): ((text: string) => void) => {
  let isTelling = false;
  const tell = async (message: string): Promise<void> => {
    if (isTelling || parts.window.isDestroyed()) return;
    isTelling = true;
    await dialog.showMessageBox(parts.window, { message, buttons: [parts.texts().fine] });
    isTelling = false;
  };
  const open = async (text: string): Promise<void> => {
    const link = readAppLink(text);
    if (link === null) return tell(parts.texts().linkUnreadable);
    await parts.whenTried();
    const message = await findLinked(link, parts.handlers);
    if (message === null) return tell(parts.texts().linkUnknown);
    parts.show(message);
  };
  return (text) => void open(text);
};

/**
 * Links that macOS hands to a running app, or to one that it starts for them: before there is a window. Answers what takes them from
 * then on.
 */
export const catchSystemLinks = (): ((follow: (link: string) => void) => void) => {
  let waiting: string | null = null;
  let follow = (link: string): void => void (waiting = link);
  app.on('open-url', (event, link) => {
    event.preventDefault();
    follow(link);
  });
  return (taken) => {
    follow = taken;
    if (waiting !== null) taken(waiting);
  };
};

/** The system opens our links with this program. A checkout is no program that could be found again. */
export const claimLinks = (): void => {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
};
