import type { ShopState, ShopStateKind } from '#shared/model/shop.ts';

/**
 * The states of a connector (PL1) and the ways between them, as pure steps.
 * `opening` is the only way out of every state: it is a person's or the back office's doing, or a page that must be opened anew.
 */
const WAYS: Readonly<Record<ShopStateKind, readonly ShopStateKind[]>> = {
  idle: ['challenge', 'login_required', 'adapter_broken'],
  opening: [
    'identifying',
    'login_required',
    'challenge',
    'identity_mismatch',
    'adapter_broken',
    'kicked',
    'offline',
  ],
  identifying: [
    'online',
    'degraded',
    'login_required',
    'challenge',
    'identity_mismatch',
    'adapter_broken',
    'kicked',
    'offline',
  ],
  online: [
    'identifying',
    'degraded',
    'login_required',
    'challenge',
    'identity_mismatch',
    'adapter_broken',
    'kicked',
    'offline',
  ],
  degraded: [
    'online',
    'identifying',
    'login_required',
    'challenge',
    'identity_mismatch',
    'adapter_broken',
    'kicked',
    'offline',
  ],
  challenge: [
    'identifying',
    'login_required',
    'identity_mismatch',
    'adapter_broken',
    'kicked',
    'offline',
  ],
  // A person may log in on the shown page.
  login_required: ['identifying', 'challenge'],
  // PL7: no automatic fight for the session.
  kicked: [],
  identity_mismatch: ['identifying', 'login_required', 'challenge', 'kicked', 'offline'],
  adapter_broken: ['identifying', 'login_required', 'challenge', 'kicked', 'offline'],
  offline: ['challenge'],
};

export type StateChange = {
  readonly kind: ShopStateKind;
  readonly detail?: string | null;
  readonly link?: string | null;
};

export const IDLE: ShopState = { kind: 'idle', since: 0, detail: null, link: null };

/** The state that follows; the very same object when the change is none, or there is no way from here to there. */
export const nextState = (current: ShopState, change: StateChange, now: number): ShopState => {
  const { kind, detail = null, link = null } = change;
  if (kind === current.kind) {
    if (detail === current.detail && link === current.link) return current;
    return { kind, since: current.since, detail, link };
  }
  if (kind !== 'opening' && !WAYS[current.kind].includes(kind)) return current;
  return { kind, since: now, detail, link };
};
