import { useState } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useShop } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, type Closable } from '../../ui/Dialog.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './RemoveShopDialog.module.css';

/** What would be lost, counted once: the question does not change while it is read. Null until it is counted. */
/** PL13: the question before a shop is deleted. It names the shop and what goes with it. */
export const RemoveShopDialog = ({ shopId, onClose }: Closable & { readonly shopId: ShopId }) => {
  const { t } = useTranslation('shops');
  const command = useCommand();
  const shopLabel = useShopLabel();
  const shop = useShop(shopId);
  const counted = useAnswer('shops.loadLoss', { shopId });
  const loss = counted?.ok === true ? counted.value : null;
  const [isRemoving, setIsRemoving] = useState(false);
  if (shop === null) return null;
  return (
    <Dialog
      role="alertdialog"
      title={t('removeTitle', { shop: shopLabel(shop) })}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('removeNo')}</Button>
          <Button
            variant="danger"
            // What she has not been told she cannot have agreed to.
            isDisabled={isRemoving || loss === null}
            onPress={() => {
              setIsRemoving(true);
              void command('shops.remove', { shopId }).then(onClose);
            }}
          >
            {t('removeYes')}
          </Button>
        </>
      }
    >
      <p>{t('removeLead')}</p>
      <ul className={styles['lost']}>
        {loss !== null && (
          <>
            <li>{t('lostConversations', { count: loss.conversations })}</li>
            {loss.unsent > 0 && <li>{t('lostUnsent', { count: loss.unsent })}</li>}
            {loss.drafts > 0 && <li>{t('lostDrafts', { count: loss.drafts })}</li>}
            {loss.suggestions > 0 && <li>{t('lostSuggestions', { count: loss.suggestions })}</li>}
          </>
        )}
        <li>{t('lostSession')}</li>
      </ul>
      <p>{t('removeAgain')}</p>
    </Dialog>
  );
};
