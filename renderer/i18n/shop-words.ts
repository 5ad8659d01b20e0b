import { useCallback } from 'react';
import { assertNever } from '#shared/model/result.ts';
import type { ShopReason } from '#shared/model/shop-reason.ts';
import type { ShopState } from '#shared/model/shop.ts';
import { plainName } from '../ui/plain-text.ts';
import { useTranslation } from './use-translation.tsx';
import { CLOCK_TIME, dateFormat } from './date-format.ts';

export type ShopWords = {
  /** One or two words, for a tab. */
  readonly short: string;
  /** The one sentence of the state. */
  readonly text: string;
  /** A name, or what the platform or the back office said; shown behind the sentence. */
  readonly about: string | null;
  /** For support; shown where there is room for it. */
  readonly technical: string | null;
};

type Told = Pick<ShopState, 'kind' | 'reason' | 'words'>;

/** The part of a sentence's key that a reason has; null where the state's general sentence says it. */
const reasonKey = (reason: ShopReason | null): string | null => {
  if (reason === null || reason.code === 'failed') return null;
  if (reason.code === 'noPlatform' && reason.platformName !== '') return 'unknownPlatform';
  return reason.code === 'cookie' ? reason.problem : reason.code;
};

/** What a reason says beside its sentence: of whom, or for support. */
const besides = (reason: ShopReason): Pick<ShopWords, 'about' | 'technical'> => {
  switch (reason.code) {
    case 'otherShop':
      return { about: `${reason.shopName}（${reason.shopKey}）`, technical: null };
    case 'twice':
      return { about: `${reason.shopName}（${reason.staffName}）`, technical: null };
    case 'noPlatform':
      return { about: reason.platformName || null, technical: null };
    case 'probe':
    case 'unreachable':
    case 'closed':
    case 'crashed':
    case 'noBrowser':
    case 'failed':
      return { about: null, technical: reason.trace || null };
    case 'missing':
      return { about: null, technical: reason.shapes };
    case 'noAdapter':
      return { about: null, technical: reason.platform };
    case 'queued':
    case 'silent':
    case 'decode':
    case 'noCookie':
    case 'cookie':
    case 'restless':
      return { about: null, technical: null };
    default:
      return assertNever(reason);
  }
};

/** The key of a state's sentence in the namespace `i18n`. */
export const shopTextKey = ({ kind, reason }: Pick<ShopState, 'kind' | 'reason'>): string => {
  const key = reasonKey(reason);
  return key === null ? `state.${kind}.text` : `state.${kind}.because.${key}`;
};

/** What stands behind a state's sentence. */
export const shopBesides = ({ reason, words }: Told): Pick<ShopWords, 'about' | 'technical'> => {
  const { about, technical } =
    reason === null ? { about: words, technical: null } : besides(reason);
  return { about: about === null ? null : plainName(about) || null, technical };
};

/** What is said of a shop's state, the same wherever the shop is named (PL1). */
export const useShopWords = (): ((state: Told & Pick<ShopState, 'since'>) => ShopWords) => {
  const { t, i18n } = useTranslation('i18n');
  return useCallback(
    (state) => {
      const time = dateFormat(i18n.language, CLOCK_TIME).format(state.since);
      return {
        short: t(`state.${state.kind}.short`),
        text: t(shopTextKey(state), { time }),
        ...shopBesides(state),
      };
    },
    [t, i18n],
  );
};
