import type { PhraseScope } from '#shared/model/phrase.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShop } from '../../state/replica/replica.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { ShopChip } from '../../ui/ShopChip.tsx';
import styles from './PhrasesDialog.module.css';

/** Where a phrase is offered, in a few characters. */
export const ScopeChip = ({ scope }: { readonly scope: PhraseScope }) => {
  const { t } = useTranslation('phrases');
  const shop = useShop(scope.kind === 'shop' ? scope.shopId : null);
  if (scope.kind === 'platform') return <PlatformMark platform={scope.platform} />;
  if (scope.kind === 'all') return <span className={styles['everywhere']}>{t('scope.all')}</span>;
  return shop === null ? (
    <span className={styles['everywhere']}>{t('scope.gone')}</span>
  ) : (
    <ShopChip shop={shop} />
  );
};
