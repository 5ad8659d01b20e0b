import { describe, expect, it } from 'vitest';
import { SHOP_STATES, type ShopState, type ShopStateKind } from '#shared/model/shop.ts';
import { IDLE, nextState } from './connector-state.ts';

const inState = (kind: ShopStateKind): ShopState => ({ ...IDLE, kind, since: 5 });
const goes = (from: ShopStateKind, to: ShopStateKind): boolean =>
  nextState(inState(from), { kind: to }, 9).kind === to;

describe('nextState', () => {
  it('[PL1] every state can be opened anew', () => {
    for (const kind of SHOP_STATES) expect(goes(kind, 'opening'), kind).toBe(true);
  });

  it('[PL1] only an identified page becomes online', () => {
    const ways = SHOP_STATES.filter((from) => from !== 'online' && goes(from, 'online'));
    expect(ways).toEqual(['identifying', 'degraded']);
  });

  it('[PL7] from kicked there is no way by itself', () => {
    const ways = SHOP_STATES.filter((to) => to !== 'kicked' && goes('kicked', to));
    expect(ways).toEqual(['opening']);
  });

  it('[PL5] a page of another shop must be identified again', () => {
    expect(goes('identity_mismatch', 'online')).toBe(false);
    expect(goes('identity_mismatch', 'identifying')).toBe(true);
  });

  it('keeps the very same state when nothing changes or there is no way', () => {
    const kicked = inState('kicked');
    expect(nextState(kicked, { kind: 'online' }, 9)).toBe(kicked);
    expect(nextState(kicked, { kind: 'kicked', detail: null }, 9)).toBe(kicked);
  });

  it('a new detail keeps the time of the state', () => {
    const degraded = { ...inState('degraded'), detail: 'silent' };
    expect(nextState(degraded, { kind: 'degraded', detail: 'decode' }, 9)).toMatchObject({
      since: 5,
      detail: 'decode',
    });
  });
});
