import { useState } from 'react';
import type { TransferQuestion } from '#shared/model/conversation.ts';
import type { BuyerPin, StaffId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { ShopChip } from '../../ui/ShopChip.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { StaffPicker } from './StaffPicker.tsx';
import styles from './TransferDialog.module.css';
import { useStaff } from './use-staff.ts';

const LONGEST_REASON = 500;

/** To whom, and why: the agent's own transfer. It counts only with the platform's evidence (CV10). */
export const TransferDialog = ({
  shop,
  buyerPin,
  buyerName,
  question,
  onClose,
}: {
  readonly shop: ShopFace;
  readonly buyerPin: BuyerPin;
  readonly buyerName: string;
  readonly question: TransferQuestion | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('transfer');
  const bridge = useBridge();
  const notify = useToast();
  const errorText = useErrorText();
  const list = useStaff(shop.shopId);
  const [chosen, setChosen] = useState<StaffId | null>(null);
  const [reason, setReason] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const target = list.staff.find(({ staffId }) => staffId === chosen) ?? null;

  const start = (): void => {
    if (target === null) return;
    setIsBusy(true);
    setError(null);
    void bridge
      .call('transfers.start', {
        shopId: shop.shopId,
        buyerPin,
        staffId: target.staffId,
        reason: reason.trim(),
      })
      .then((answer) => {
        setIsBusy(false);
        if (!answer.ok) {
          setError(errorText(answer.error));
          return;
        }
        notify({ tone: 'done', text: t('done', { staff: plainName(target.name) }) });
        onClose();
      });
  };

  return (
    <Dialog
      title={t('title', { buyer: buyerName })}
      onClose={onClose}
      footer={
        <>
          {isBusy && (
            <span className={styles['busy']} role="status">
              <Spinner size={14} label={t('busy')} />
              {t('busy')}
            </span>
          )}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" isDisabled={target === null || isBusy} onPress={start}>
            {t('confirm')}
          </Button>
        </>
      }
    >
      <p className={styles['context']}>
        <ShopChip shop={shop} />
        {question !== null && (
          <span className={styles['asked']}>
            {t('asked', { staff: plainName(question.staffName) })}
          </span>
        )}
      </p>
      <StaffPicker list={list} chosen={chosen} onChoose={setChosen} />
      <TextField
        className={styles['reason']}
        label={t('reason')}
        placeholder={t('reasonHint')}
        maxLength={LONGEST_REASON}
        value={reason}
        onChange={setReason}
      />
      {error !== null && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
};
