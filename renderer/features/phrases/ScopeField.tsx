import type { PhraseScope } from '#shared/model/phrase.ts';
import { PLATFORMS } from '#shared/model/platform.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShops } from '../../state/replica/replica.ts';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './PhraseEditor.module.css';

const KINDS = ['all', 'platform', 'shop'] as const;

/** Where a phrase is offered: everywhere, on one platform, in one shop. */
export const ScopeField = ({
  scope,
  onChange,
}: {
  readonly scope: PhraseScope;
  readonly onChange: (scope: PhraseScope) => void;
}) => {
  const { t } = useTranslation('phrases');
  const { t: ui } = useTranslation('ui');
  const shops = useShops();
  const shopLabel = useShopLabel();
  const choose = (kind: PhraseScope['kind']): void => {
    const [first] = shops;
    if (kind === 'all') onChange({ kind });
    else if (kind === 'platform') onChange({ kind, platform: first?.platform ?? 'jd' });
    else if (first !== undefined) onChange({ kind, shopId: first.shopId });
  };
  return (
    <div className={styles['scope']}>
      <div role="group" aria-label={t('scope.label')} className={styles['choice']}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles['option']}
            aria-pressed={scope.kind === kind}
            disabled={kind === 'shop' && shops.length === 0}
            onClick={() => {
              choose(kind);
            }}
          >
            {t(`scope.${kind}`)}
          </button>
        ))}
      </div>
      {scope.kind === 'platform' && (
        <select
          className={styles['select']}
          aria-label={t('scope.platform')}
          value={scope.platform}
          onChange={(event) => {
            const platform = PLATFORMS.find((name) => name === event.target.value);
            if (platform !== undefined) onChange({ kind: 'platform', platform });
          }}
        >
          {PLATFORMS.map((platform) => (
            <option key={platform} value={platform}>
              {ui(`platform.${platform}.name`)}
            </option>
          ))}
        </select>
      )}
      {scope.kind === 'shop' && (
        <select
          className={styles['select']}
          aria-label={t('scope.shop')}
          value={scope.shopId}
          onChange={(event) => {
            const shop = shops.find(({ shopId }) => shopId === event.target.value);
            if (shop !== undefined) onChange({ kind: 'shop', shopId: shop.shopId });
          }}
        >
          {!shops.some(({ shopId }) => shopId === scope.shopId) && (
            <option value={scope.shopId}>{t('scope.gone')}</option>
          )}
          {shops.map((shop) => (
            <option key={shop.shopId} value={shop.shopId}>
              {shopLabel(shop)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
};
