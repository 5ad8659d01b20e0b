import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { readReason } from '#shared/model/shop-reason.ts';
import type { ShopState } from '#shared/model/shop.ts';
import { CLOCK_TIME, dateFormat } from '../ui/date-format.ts';

export type ShopWords = {
  /** One or two words, for a tab. */
  readonly short: string;
  /** The one sentence of the state. */
  readonly text: string;
  /** A name, or what the platform itself said; shown behind the sentence. */
  readonly about: string | null;
  /** For support; shown where there is room for it. */
  readonly technical: string | null;
};

/** The key of a state's sentence in the namespace `i18n`. */
export const shopTextKey = (state: Pick<ShopState, 'kind' | 'detail'>): string => {
  const { reason } = readReason(state);
  return reason === null ? `state.${state.kind}.text` : `state.${state.kind}.because.${reason}`;
};

/** What is said of a shop's state, the same wherever the shop is named (PL1). */
export const useShopWords = (): ((
  state: Pick<ShopState, 'kind' | 'detail' | 'since'>,
) => ShopWords) => {
  const { t, i18n } = useTranslation('i18n');
  return useCallback(
    (state) => {
      const { about, isTechnical } = readReason(state);
      const time = dateFormat(i18n.language, CLOCK_TIME).format(state.since);
      return {
        short: t(`state.${state.kind}.short`),
        text: t(shopTextKey(state), { time }),
        about: isTechnical ? null : about,
        technical: isTechnical ? about : null,
      };
    },
    [t, i18n],
  );
};
