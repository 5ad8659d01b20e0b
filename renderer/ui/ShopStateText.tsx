import type { ShopState } from '#shared/model/shop.ts';
import { useShopWords } from '../i18n/shop-words.ts';
import { SentenceLine } from './SentenceLine.tsx';

/** Why a shop does not go on. */
export const ShopStateText = ({ state }: { readonly state: ShopState }) => {
  const { text, about, technical } = useShopWords()(state);
  return <SentenceLine text={text} about={about === null ? [] : [about]} untold={technical} />;
};
