import { useId } from 'react';
import { buyerLabel } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useTransferDialog } from '../../state/compose/compose.tsx';
import { useConversationFace, useShopFace, type ShopFace } from '../../state/replica/faces.ts';
import { useSelection } from '../../state/selection.ts';
import { Button } from '../../ui/Button.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { TransferDialog } from './TransferDialog.tsx';

/** Why this shop cannot hand over now; null when it can (PL9). A shop that never opened has told no capabilities yet. */
const refusalOf = (shop: ShopFace): 'unsupported' | 'notOnline' | null => {
  if (shop.adapterVersion !== null && !shop.capabilities.includes('transfer')) return 'unsupported';
  return shop.state.kind === 'online' ? null : 'notOnline';
};

/** 转接 of the selected conversation: the button, and the dialog while it is open for this conversation. */
export const TransferButton = () => {
  const { t } = useTranslation('transfer');
  const key = useSelection((state) => state.conversationKey);
  const conversation = useConversationFace(key);
  const shop = useShopFace(conversation?.shopId ?? null);
  const dialog = useTransferDialog();
  const reasonId = useId();
  if (conversation === null || shop === null) return null;
  const refusal = refusalOf(shop);
  const reason = refusal === null ? undefined : t(refusal);
  return (
    <>
      <span title={reason}>
        <Button
          isDisabled={refusal !== null}
          {...(reason === undefined ? {} : { 'aria-describedby': reasonId })}
          onPress={() => {
            dialog.open(conversation.key);
          }}
        >
          {t('button')}
        </Button>
        {reason !== undefined && (
          <span id={reasonId} className="visually-hidden">
            {reason}
          </span>
        )}
      </span>
      {dialog.openFor === conversation.key && (
        <TransferDialog
          shop={shop}
          buyerPin={conversation.buyerPin}
          buyerName={plainName(buyerLabel(conversation))}
          question={conversation.transferQuestion}
          onClose={dialog.close}
        />
      )}
    </>
  );
};
