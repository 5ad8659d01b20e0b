import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './FirstRun.module.css';

/**
 * The browser keeps a field that is gone for a while, with its text and React's copies of it; the token must not be among
 * what is left once the form has done its work (SE6).
 */
const emptiedWhenGone = (around: HTMLElement | null) => () => {
  for (const input of around?.querySelectorAll('input') ?? []) {
    input.value = '';
    input.removeAttribute('value');
  }
};

/** The token, masked by style: a password field would be offered to the browser's password store. */
export const TokenField = ({
  value,
  onChange,
  error,
  autoFocus,
}: {
  readonly value: string;
  readonly onChange: (token: string) => void;
  readonly error: string | null;
  readonly autoFocus: boolean;
}) => {
  const { t } = useTranslation('first-run');
  const protection = useAnswer('gateway.loadTokenProtection', {});
  const [isShown, setIsShown] = useState(false);
  return (
    <div className={styles['token']} ref={emptiedWhenGone}>
      <TextField
        label={t('token')}
        hint={protection?.ok === true ? t(`tokenHint.${protection.value}`) : ' '}
        value={value}
        onChange={onChange}
        error={error}
        autoComplete="off"
        spellCheck="false"
        autoFocus={autoFocus}
        className={classNames(styles['secret'], isShown && styles['shown'])}
      />
      <IconButton
        label={isShown ? t('hide') : t('show')}
        className={styles['eye']}
        onPress={() => {
          setIsShown(!isShown);
        }}
      >
        {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
      </IconButton>
    </div>
  );
};
