import type { ShopState, ShopStateKind } from './shop.ts';

/** Reasons of a state that have a sentence of their own; a state without its reason among them has its general one. */
export const SHOP_REASONS = {
  opening: ['queued'],
  degraded: ['silent', 'decode', 'probe'],
  login_required: [
    'noCookie',
    'empty',
    'controlCharacter',
    'noPair',
    'badName',
    'tooLong',
    'tooMany',
    'badCookie',
  ],
  identity_mismatch: ['otherShop', 'twice'],
  adapter_broken: ['missing', 'noAdapter', 'noPlatform'],
  offline: ['unreachable', 'closed', 'crashed', 'restless', 'noBrowser'],
} as const satisfies Partial<Record<ShopStateKind, readonly string[]>>;

export type ShopReason = {
  readonly [Kind in keyof typeof SHOP_REASONS]: (typeof SHOP_REASONS)[Kind][number];
}[keyof typeof SHOP_REASONS];

/**
 * `about` is what is left of the detail for the reader: a name, or the platform's own words; null when the sentence says it all.
 * `isTechnical` marks what helps support and not the agent.
 */
export type ReadReason = {
  readonly reason: ShopReason | null;
  readonly about: string | null;
  readonly isTechnical: boolean;
};

const COOKIE_PROBLEMS: ReadonlySet<string> = new Set(SHOP_REASONS.login_required);

type Rule = readonly [start: RegExp, reason: ShopReason, about: 'none' | 'words' | 'technical'];

/** How the details of a state begin, as connectors write them (electron/platforms/README.md). */
const RULES: Partial<Record<ShopStateKind, readonly Rule[]>> = {
  opening: [[/^queued$/u, 'queued', 'none']],
  degraded: [
    [/^silent$/u, 'silent', 'none'],
    [/^decode$/u, 'decode', 'none'],
    [/^probe: ?/u, 'probe', 'technical'],
  ],
  login_required: [[/^noCookie$/u, 'noCookie', 'none']],
  identity_mismatch: [
    [/^otherShop: /u, 'otherShop', 'words'],
    [/^twice: /u, 'twice', 'words'],
  ],
  adapter_broken: [
    [/^missing: /u, 'missing', 'technical'],
    [/^no adapter for /u, 'noAdapter', 'technical'],
    [/^platform_name: /u, 'noPlatform', 'technical'],
  ],
  offline: [
    [/^unreachable$/u, 'unreachable', 'none'],
    [/^(?=net::)/u, 'unreachable', 'technical'],
    [/^(?=.*\bclosed\b)/u, 'closed', 'technical'],
    [/^(?=.*\bcrashed\b)/u, 'crashed', 'technical'],
    [/^restless$/u, 'restless', 'none'],
    [/^(?=.*Chromium)/u, 'noBrowser', 'technical'],
  ],
};

/** In these what nobody has a sentence for is the program's own text; in all others it is a person's or the platform's. */
const ALWAYS_TECHNICAL: ReadonlySet<ShopStateKind> = new Set(['offline', 'adapter_broken']);

const cookieReason = (detail: string): ShopReason | null => {
  const problem = /^cookie: (?<problem>\w*)/u.exec(detail)?.groups?.['problem'];
  if (problem === undefined) return null;
  return COOKIE_PROBLEMS.has(problem) ? (problem as ShopReason) : 'badCookie';
};

/** Why a shop is in its state, as far as there is a sentence for it. */
export const readReason = ({ kind, detail }: Pick<ShopState, 'kind' | 'detail'>): ReadReason => {
  if (detail === null || detail === '') return { reason: null, about: null, isTechnical: false };
  const cookie = kind === 'login_required' ? cookieReason(detail) : null;
  if (cookie !== null) return { reason: cookie, about: null, isTechnical: false };
  for (const [start, reason, about] of RULES[kind] ?? []) {
    if (!start.test(detail)) continue;
    const rest = detail.replace(start, '');
    return {
      reason,
      about: about === 'none' || rest === '' ? null : rest,
      isTechnical: about === 'technical',
    };
  }
  // A bare status number says nothing to an agent either.
  const isTechnical = ALWAYS_TECHNICAL.has(kind) || /^\d+$/u.test(detail);
  return { reason: null, about: detail, isTechnical };
};
