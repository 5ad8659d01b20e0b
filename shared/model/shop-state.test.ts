import { describe, expect, it } from 'vitest';
import { newShopState, nextShopState, type ShopEvent } from './shop-state.ts';
import { SHOP_EVENTS } from './testing/shop-events.ts';
import { SHOP_STATES, type ShopState, type ShopStateKind } from './shop.ts';

const inState = (kind: ShopStateKind): ShopState => ({ ...newShopState(5), kind });

const ALL_EVENTS: readonly ShopEvent[] = Object.values(SHOP_EVENTS);

const reaches = (from: ShopStateKind, event: ShopEvent): ShopStateKind =>
  nextShopState(inState(from), event, 9).kind;
/** The states from which `to` can be reached by any event. */
const waysTo = (to: ShopStateKind): readonly ShopStateKind[] =>
  SHOP_STATES.filter(
    (from) => from !== to && ALL_EVENTS.some((event) => reaches(from, event) === to),
  );

describe('nextShopState', () => {
  it('[PL12] every event in every state: what follows, written down beside the table', () => {
    const table = ALL_EVENTS.map(
      (event) =>
        `${event.kind}: ${SHOP_STATES.filter((from) => nextShopState(inState(from), event, 9) !== inState(from) && reaches(from, event) !== from).join(' ')}`,
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "program.started: opening identifying online degraded offline",
        "view.opened: opening identifying online degraded challenge login_required kicked identity_mismatch adapter_broken offline",
        "connect.began: idle identifying online degraded challenge login_required kicked identity_mismatch adapter_broken offline",
        "connect.queued: ",
        "connect.turn: ",
        "connect.stopped: opening identifying online degraded challenge identity_mismatch adapter_broken",
        "platform.unknown: idle opening identifying online degraded challenge login_required kicked identity_mismatch offline",
        "adapter.none: idle opening identifying online degraded challenge login_required kicked identity_mismatch offline",
        "adapter.shapesMissing: idle opening identifying online degraded challenge",
        "cookie.none: idle opening identifying online degraded challenge identity_mismatch adapter_broken",
        "cookie.refused: idle opening identifying online degraded challenge identity_mismatch adapter_broken",
        "login.required: idle opening identifying online degraded challenge identity_mismatch adapter_broken",
        "login.kicked: opening identifying online degraded challenge identity_mismatch adapter_broken",
        "challenge.met: idle opening identifying online degraded login_required identity_mismatch adapter_broken offline",
        "challenge.announced: idle opening identifying online degraded login_required identity_mismatch adapter_broken offline",
        "identity.asked: opening online degraded challenge login_required identity_mismatch adapter_broken",
        "identity.confirmed: opening identifying degraded challenge login_required identity_mismatch adapter_broken",
        "identity.otherShop: opening identifying online degraded challenge",
        "identity.twice: opening identifying online degraded challenge",
        "stream.well: degraded",
        "stream.silent: identifying online",
        "stream.unreadable: identifying online",
        "probe.failed: identifying online",
        "page.restless: opening identifying online degraded challenge identity_mismatch adapter_broken",
        "page.lost: opening identifying online degraded challenge identity_mismatch adapter_broken",
      ]
    `);
  });

  it('[PL1] every state can be opened anew', () => {
    for (const kind of SHOP_STATES)
      expect(reaches(kind, SHOP_EVENTS['connect.began']), kind).toBe('opening');
  });

  it('[PL1] only an identified page becomes online, and no shop that is kicked, idle or offline', () => {
    expect(waysTo('online')).not.toContain('kicked');
    expect(waysTo('online')).not.toContain('idle');
    expect(waysTo('online')).not.toContain('offline');
    expect(
      ALL_EVENTS.filter((event) => reaches('identifying', event) === 'online').map(
        ({ kind }) => kind,
      ),
    ).toEqual(['identity.confirmed']);
  });

  it('[PL7] from kicked nothing leads on but a new start by a person or the back office', () => {
    const leading = ALL_EVENTS.filter((event) => reaches('kicked', event) !== 'kicked');
    expect(leading.map(({ kind }) => kind)).toEqual([
      'view.opened',
      'connect.began',
      'platform.unknown',
      'adapter.none',
    ]);
  });

  it('[PL12] an event that counts nowhere in a state leaves the very same object', () => {
    const kicked = inState('kicked');
    expect(nextShopState(kicked, SHOP_EVENTS['identity.confirmed'], 9)).toBe(kicked);
    const again = nextShopState(kicked, SHOP_EVENTS['challenge.announced'], 9);
    expect(again).toBe(kicked);
  });

  it.each(ALL_EVENTS)('[PL12] $kind told twice changes nothing the second time', (event) => {
    for (const kind of SHOP_STATES) {
      const once = nextShopState(inState(kind), event, 9);
      expect(nextShopState(once, event, 99), kind).toBe(once);
    }
  });

  it('[PL8] a challenge that is told again in other words has waited since the first time', () => {
    const first = nextShopState(inState('online'), SHOP_EVENTS['challenge.met'], 9);
    const second = nextShopState(first, SHOP_EVENTS['challenge.announced'], 99);
    expect(second).toEqual({
      kind: 'challenge',
      since: 9,
      reason: null,
      words: '请验证',
      link: 'https://a.example/2',
    });
  });

  it('[PL12] a reason never outlives its state', () => {
    for (const from of SHOP_STATES) {
      const sick: ShopState = {
        ...inState(from),
        reason: { code: 'probe', trace: 'x' },
        words: '旧话',
        link: 'https://old.example/',
      };
      for (const event of ALL_EVENTS) {
        const next = nextShopState(sick, event, 9);
        if (next !== sick) expect(next.words).not.toBe('旧话');
        if (next.kind === 'online' && next !== sick)
          expect(next).toMatchObject({ reason: null, words: null, link: null });
      }
    }
  });

  it('[PL1] a start keeps only what a person must mend', () => {
    const kept = SHOP_STATES.filter(
      (kind) => reaches(kind, SHOP_EVENTS['program.started']) !== 'idle',
    );
    expect(kept).toEqual([
      'challenge',
      'login_required',
      'kicked',
      'identity_mismatch',
      'adapter_broken',
    ]);
    for (const kind of SHOP_STATES) expect(reaches(kind, SHOP_EVENTS['view.opened'])).toBe('idle');
  });
});
