import type { SetAsideFrame } from '../../electron/core/ports/store.ts';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import { UNCONFIGURED_GATEWAY, type GatewayStatus } from '#shared/model/gateway-status.ts';
import { asStaffId, type ConversationKey } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import { NOTHING_MANAGED } from '#shared/model/managed.ts';
import { NO_UPDATES } from '#shared/model/updates.ts';
import type { Message } from '#shared/model/message.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { DEFAULT_SETTINGS, type PlatformLimits, type Settings } from '#shared/model/settings.ts';
import type { Replica } from '#shared/sync/delta.ts';
import { CLOCK_OK } from '#shared/model/clock-status.ts';
import { NO_COOKIE_NOTES } from '#shared/model/cookie-note.ts';
import { NO_SHOWN_PAGES } from '#shared/model/shop-page.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { makeConversations } from './sample/conversations.ts';
import { makeNotices } from './sample/notices.ts';
import { makeQuarantine, makeSetAside } from './sample/frames.ts';
import { makePhrases } from './sample/phrases.ts';
import { makePages, makeShops } from './sample/shops.ts';
import { makeTimeline } from './sample/timelines.ts';
import { HOUR, SECOND } from './sample/units.ts';

/** A populated replica and its timelines, made for the pictures: every state that the screen can show, at once. */
export type World = {
  readonly replica: Replica;
  readonly timelines: ReadonlyMap<ConversationKey, readonly Message[]>;
  readonly pages: LivePages;
  /** The history that a shop's panel asks for. */
  readonly notices: readonly ShopNotice[];
  /** What could not be told to the back office, and what of it could not be understood. */
  readonly setAside: readonly SetAsideFrame[];
  readonly quarantine: readonly QuarantineEntry[];
  readonly phrases: readonly Phrase[];
};

const allDay = (limits: PlatformLimits): PlatformLimits => ({
  ...limits,
  warnMs: 100 * SECOND,
  limitMs: 180 * SECOND,
  dutyFromMinute: 0,
  dutyToMinute: 1_440,
});

const settingsOf = (theme: Settings['theme']): Settings => ({
  ...DEFAULT_SETTINGS,
  theme,
  limits: {
    jd: allDay(DEFAULT_SETTINGS.limits.jd),
    taobao: allDay(DEFAULT_SETTINGS.limits.taobao),
    douyin: allDay(DEFAULT_SETTINGS.limits.douyin),
    pdd: allDay(DEFAULT_SETTINGS.limits.pdd),
  },
});

const gatewayOf = (now: number): GatewayStatus => ({
  ...UNCONFIGURED_GATEWAY,
  phase: 'connected',
  server: 'wss://kefu.example.com',
  roundTripMs: 32,
  connectedAt: now - 2 * HOUR,
  pendingFrames: 3,
  quarantinedFrames: 1,
  setAsideFrames: 1,
  outages: [{ from: now - 3 * HOUR, to: now - 3 * HOUR + 42 * SECOND }],
});

/** Arrivals are unique over the whole database. */
const MOST_MESSAGES = 100;

const byId = <Row, Id extends string>(rows: readonly Row[], idOf: (row: Row) => Id) =>
  Object.fromEntries(rows.map((row) => [idOf(row), row])) as Record<Id, Row>;

export const makeWorld = (now: number, theme: Settings['theme']): World => {
  const conversations = makeConversations(now);
  const notices = makeNotices(now);
  const shops = makeShops(now);
  const staff = ['小王', '小李', '售后-阿芳'].map((name, index) => ({
    staffId: asStaffId(`staff-${String(index)}`),
    name,
    status: 1,
    department: index === 2 ? '售后' : '售前',
    online: index !== 1,
  }));
  return {
    replica: {
      shops: byId(shops, (shop) => shop.shopId),
      conversations: byId(conversations, (row) => row.key),
      waitingLeftOut: 0,
      notices: byId(
        notices.filter(({ ended }) => ended === null),
        ({ noticeId }) => noticeId,
      ),
      staffLists: byId(
        shops.map(({ shopId }) => ({ shopId, staff, updatedAt: now })),
        (list) => list.shopId,
      ),
      gateway: gatewayOf(now),
      storage: STORAGE_OK,
      clock: CLOCK_OK,
      shownPages: NO_SHOWN_PAGES,
      cookieNotes: NO_COOKIE_NOTES,
      settings: settingsOf(theme),
      managed: NOTHING_MANAGED,
      updates: NO_UPDATES,
    },
    pages: makePages(shops),
    notices,
    setAside: makeSetAside(now),
    quarantine: makeQuarantine(now),
    phrases: makePhrases(shops),
    timelines: new Map(
      conversations.map((row, index) => [row.key, makeTimeline(row, now, index * MOST_MESSAGES)]),
    ),
  };
};
