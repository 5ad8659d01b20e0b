import type { Platform } from './platform.ts';

/** Why a pushed cookie text cannot be used at all. None of these carries any of its characters. */
export const COOKIE_PROBLEMS = [
  'empty',
  'controlCharacter',
  'noPair',
  'badName',
  'tooLong',
  'tooMany',
] as const;
export type CookieProblem = (typeof COOKIE_PROBLEMS)[number];

/** How a page can be lost. `failed` is every way that has no sentence of its own. */
export const PAGE_LOSSES = ['unreachable', 'closed', 'crashed', 'noBrowser', 'failed'] as const;
export type PageLoss = (typeof PAGE_LOSSES)[number];

/**
 * Why a shop is in its state (PL12). Each has a sentence in the renderer; a state without a reason has its general one.
 * `trace` and `shapes` help support and not the agent. What a platform or the back office said stands in `ShopState.words`.
 */
export type ShopReason =
  | { readonly code: 'queued' }
  | { readonly code: 'silent' }
  | { readonly code: 'decode' }
  | { readonly code: 'probe'; readonly trace: string }
  | { readonly code: 'noCookie' }
  | { readonly code: 'cookie'; readonly problem: CookieProblem }
  | { readonly code: 'otherShop'; readonly shopName: string; readonly shopKey: string }
  | { readonly code: 'twice'; readonly shopName: string; readonly staffName: string }
  | { readonly code: 'missing'; readonly shapes: string }
  | { readonly code: 'noAdapter'; readonly platform: Platform }
  | { readonly code: 'noPlatform'; readonly platformName: string }
  | { readonly code: 'restless' }
  | { readonly code: PageLoss; readonly trace: string };
