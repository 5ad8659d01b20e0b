import type { Platform } from './platform.ts';
import { assertNever } from './result.ts';
import type { CookieProblem, PageLoss, ShopReason } from './shop-reason.ts';
import { SHOP_STATES, type ShopState, type ShopStateKind } from './shop.ts';

/**
 * What happens to a shop. `words` are a platform's or the back office's own, `trace` is a text for support,
 * `link` a page that a person must visit (PL8).
 */
export type ShopEvent =
  | { readonly kind: 'program.started' }
  | { readonly kind: 'view.opened' }
  | { readonly kind: 'connect.began' }
  | { readonly kind: 'connect.queued' }
  | { readonly kind: 'connect.turn' }
  | { readonly kind: 'connect.stopped' }
  | { readonly kind: 'platform.unknown'; readonly platformName: string }
  | { readonly kind: 'adapter.none'; readonly platform: Platform }
  | { readonly kind: 'adapter.shapesMissing'; readonly shapes: readonly string[] }
  | { readonly kind: 'cookie.none' }
  | { readonly kind: 'cookie.refused'; readonly problem: CookieProblem }
  | { readonly kind: 'login.required'; readonly words: string | null }
  | { readonly kind: 'login.kicked'; readonly words: string | null }
  | { readonly kind: 'challenge.met'; readonly words: string | null; readonly link: string | null }
  | { readonly kind: 'challenge.announced'; readonly words: string; readonly link: string | null }
  | { readonly kind: 'identity.asked' }
  | { readonly kind: 'identity.confirmed' }
  | { readonly kind: 'identity.otherShop'; readonly shopName: string; readonly shopKey: string }
  | { readonly kind: 'identity.twice'; readonly shopName: string; readonly staffName: string }
  | { readonly kind: 'stream.well' }
  | { readonly kind: 'stream.silent' }
  | { readonly kind: 'stream.unreadable' }
  | { readonly kind: 'probe.failed'; readonly trace: string }
  | { readonly kind: 'page.restless' }
  | { readonly kind: 'page.lost'; readonly why: PageLoss; readonly trace: string };

type Because = Pick<ShopState, 'reason' | 'words' | 'link'>;

type Row = readonly [leadsTo: ShopStateKind, from: string];

/**
 * Every event, the state that it leads to, and the states in which it counts (`y`); in all others it changes nothing.
 * The columns are `SHOP_STATES` in their order. `connect.began` is a person's or the back office's doing, or a page that is
 * opened anew: the only way out of every state. Nothing else leads on from `kicked`: no automatic fight for a session (PL7).
 */
// oxfmt-ignore
const TABLE = {
  //                                              idle open iden onli degr chal logi kick mism brok offl
  'program.started':       ['idle',              'y    y    y    y    y    .    .    .    .    .    y'],
  'view.opened':           ['idle',              'y    y    y    y    y    y    y    y    y    y    y'],
  'connect.began':         ['opening',           'y    y    y    y    y    y    y    y    y    y    y'],
  'connect.queued':        ['opening',           '.    y    .    .    .    .    .    .    .    .    .'],
  'connect.turn':          ['opening',           '.    y    .    .    .    .    .    .    .    .    .'],
  'connect.stopped':       ['offline',           '.    y    y    y    y    y    .    .    y    y    y'],
  'platform.unknown':      ['adapter_broken',    'y    y    y    y    y    y    y    y    y    y    y'],
  'adapter.none':          ['adapter_broken',    'y    y    y    y    y    y    y    y    y    y    y'],
  'adapter.shapesMissing': ['adapter_broken',    'y    y    y    y    y    y    .    .    .    y    .'],
  'cookie.none':           ['login_required',    'y    y    y    y    y    y    y    .    y    y    .'],
  'cookie.refused':        ['login_required',    'y    y    y    y    y    y    y    .    y    y    .'],
  'login.required':        ['login_required',    'y    y    y    y    y    y    y    .    y    y    .'],
  'login.kicked':          ['kicked',            '.    y    y    y    y    y    .    y    y    y    .'],
  'challenge.met':         ['challenge',         'y    y    y    y    y    y    y    .    y    y    y'],
  'challenge.announced':   ['challenge',         'y    y    y    y    y    y    y    .    y    y    y'],
  'identity.asked':        ['identifying',       '.    y    y    y    y    y    y    .    y    y    .'],
  'identity.confirmed':    ['online',            '.    y    y    y    y    y    y    .    y    y    .'],
  'identity.otherShop':    ['identity_mismatch', '.    y    y    y    y    y    .    .    y    .    .'],
  'identity.twice':        ['identity_mismatch', '.    y    y    y    y    y    .    .    y    .    .'],
  'stream.well':           ['online',            '.    .    .    y    y    .    .    .    .    .    .'],
  'stream.silent':         ['degraded',          '.    .    y    y    y    .    .    .    .    .    .'],
  'stream.unreadable':     ['degraded',          '.    .    y    y    y    .    .    .    .    .    .'],
  'probe.failed':          ['degraded',          '.    .    y    y    y    .    .    .    .    .    .'],
  'page.restless':         ['offline',           '.    y    y    y    y    y    .    .    y    y    y'],
  'page.lost':             ['offline',           '.    y    y    y    y    y    .    .    y    y    y'],
} as const satisfies Readonly<Record<ShopEvent['kind'], Row>>;

const COLUMN_WIDTH = 5;

const countsIn = (kind: ShopStateKind, [, from]: Row): boolean =>
  from.charAt(SHOP_STATES.indexOf(kind) * COLUMN_WIDTH) === 'y';

const NOTHING_SAID = { reason: null, words: null, link: null } as const;

const because = (reason: ShopReason): Because => ({ ...NOTHING_SAID, reason });

/** What the state that follows says of its cause. */
const causeOf = (event: ShopEvent): Because => {
  switch (event.kind) {
    case 'program.started':
    case 'view.opened':
    case 'connect.began':
    case 'connect.turn':
    case 'identity.asked':
    case 'identity.confirmed':
    case 'stream.well':
    case 'connect.stopped':
      return NOTHING_SAID;
    case 'connect.queued':
      return because({ code: 'queued' });
    case 'platform.unknown':
      return because({ code: 'noPlatform', platformName: event.platformName });
    case 'adapter.none':
      return because({ code: 'noAdapter', platform: event.platform });
    case 'adapter.shapesMissing':
      return because({ code: 'missing', shapes: event.shapes.join(', ') });
    case 'cookie.none':
      return because({ code: 'noCookie' });
    case 'cookie.refused':
      return because({ code: 'cookie', problem: event.problem });
    case 'login.required':
    case 'login.kicked':
      return { ...NOTHING_SAID, words: event.words };
    case 'challenge.met':
    case 'challenge.announced':
      return { reason: null, words: event.words, link: event.link };
    case 'identity.otherShop':
      return because({ code: 'otherShop', shopName: event.shopName, shopKey: event.shopKey });
    case 'identity.twice':
      return because({ code: 'twice', shopName: event.shopName, staffName: event.staffName });
    case 'stream.silent':
      return because({ code: 'silent' });
    case 'stream.unreadable':
      return because({ code: 'decode' });
    case 'probe.failed':
      return because({ code: 'probe', trace: event.trace });
    case 'page.restless':
      return because({ code: 'restless' });
    case 'page.lost':
      return because({ code: event.why, trace: event.trace });
    default:
      return assertNever(event);
  }
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The one writer of a shop's state (PL12): the state after `event` at `now` (epoch ms). It is the very same object when the
 * event changes nothing. A state that is told again keeps its `since`.
 */
export const nextShopState = (state: ShopState, event: ShopEvent, now: number): ShopState => {
  const row: Row = TABLE[event.kind];
  if (!countsIn(state.kind, row)) return state;
  const [kind] = row;
  const { reason, words, link } = causeOf(event);
  if (kind !== state.kind) return { kind, since: now, reason, words, link };
  if (isSame(reason, state.reason) && words === state.words && link === state.link) return state;
  return { kind, since: state.since, reason, words, link };
};

/** The state of a shop for which nothing has happened yet. */
export const newShopState = (now: number): ShopState => ({
  kind: 'idle',
  since: now,
  ...NOTHING_SAID,
});
