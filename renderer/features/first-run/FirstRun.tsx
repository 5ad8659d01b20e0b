import { useState, type FormEvent } from 'react';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import type { AppError } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { reasonKey, useErrorText } from '../../i18n/error-text.ts';
import { useGateway, useManaged } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { DemoDialog } from './DemoDialog.tsx';
import { Logo } from '../../ui/Logo.tsx';
import styles from './FirstRun.module.css';
import { TokenField } from './TokenField.tsx';

/** Which field an error belongs to; an error of neither stands above the buttons. */
const fieldOf = (error: AppError | null): 'server' | 'token' | 'form' | null => {
  if (error === null) return null;
  if (error.kind === 'gateway.addressInvalid') return 'server';
  return error.kind === 'gateway.tokenMissing' ? 'token' : 'form';
};

const Trouble = ({
  gateway,
  isTrying,
}: {
  readonly gateway: GatewayStatus;
  readonly isTrying: boolean;
}) => {
  const { t } = useTranslation(['first-run', 'i18n']);
  if (gateway.phase === 'token_refused') {
    return (
      <div role="alert" className={styles['trouble']}>
        <b>{t('refusedTitle')}</b> {t('refused')}
      </div>
    );
  }
  if (!isTrying || gateway.phase !== 'disconnected' || gateway.reason === null) return null;
  return (
    <div role="alert" className={styles['trouble']}>
      {t(reasonKey(gateway.reason), { ns: 'i18n' })} {t('retrying')}
    </div>
  );
};

const Steps = () => {
  const { t } = useTranslation('first-run');
  return (
    <aside className={styles['aside']}>
      <Logo size="lg" />
      <p className={styles['slogan']}>{t('slogan')}</p>
      <ol className={styles['steps']}>
        {(['one', 'two', 'three'] as const).map((step) => (
          <li key={step}>{t(`steps.${step}`)}</li>
        ))}
      </ol>
    </aside>
  );
};

type Leave = { readonly label: 'enter' | 'later'; readonly go: () => void };

const Foot = ({ leave, onDemo }: { readonly leave: Leave | null; readonly onDemo: () => void }) => {
  const { t } = useTranslation('first-run');
  return (
    <p className={styles['foot']}>
      {leave === null && t('or')}
      <Button variant="quiet" onPress={onDemo}>
        {t('demo')}
      </Button>
      {leave !== null && (
        <Button variant="quiet" onPress={leave.go}>
          {t(leave.label)}
        </Button>
      )}
    </p>
  );
};

/** What was typed, and what became of asking for that connection. */
const useConnectForm = (onTry: () => void) => {
  const bridge = useBridge();
  const gateway = useGateway();
  const managed = useManaged();
  const [typed, setServer] = useState(gateway.server ?? '');
  const server = managed.server ?? typed;
  const [token, setToken] = useState('');
  const [error, setError] = useState<AppError | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const submit = (): void => {
    setError(null);
    if (server.trim() === '') {
      setError({ kind: 'gateway.addressInvalid', detail: '' });
      return;
    }
    if (token.trim() === '') {
      setError({ kind: 'gateway.tokenMissing', detail: '' });
      return;
    }
    setIsAsking(true);
    void bridge
      .call('gateway.connect', { server: server.trim(), token: token.trim() })
      .then((result) => {
        setIsAsking(false);
        if (result.ok) onTry();
        else setError(result.error);
      });
  };
  const isFixed = managed.server !== null;
  return { gateway, server, setServer, isFixed, token, setToken, error, isAsking, submit };
};

const Fields = ({
  form: { server, setServer, isFixed, token, setToken, error: cause },
  error,
}: {
  readonly form: ReturnType<typeof useConnectForm>;
  readonly error: string | null;
}) => {
  const { t } = useTranslation('first-run');
  const field = fieldOf(cause);
  return (
    <>
      <TextField
        label={t('server')}
        hint={t(isFixed ? 'managedServer' : 'serverHint')}
        isReadOnly={isFixed}
        placeholder={t('serverPlaceholder')}
        value={server}
        onChange={setServer}
        error={field === 'server' ? error : null}
        autoComplete="off"
        spellCheck="false"
        inputMode="url"
        autoFocus={server === ''}
      />
      <TokenField
        value={token}
        onChange={setToken}
        error={field === 'token' ? error : null}
        autoFocus={server !== ''}
      />
    </>
  );
};

/** Server and token: the first run, a refused token, and another back office. */
export const FirstRun = ({
  isTrying,
  onTry,
  leave,
}: {
  /** A connection was asked for here and does not stand yet. */
  readonly isTrying: boolean;
  readonly onTry: () => void;
  /** The way past the form where there is one. */
  readonly leave: Leave | null;
}) => {
  const { t } = useTranslation('first-run');
  const errorText = useErrorText();
  const form = useConnectForm(onTry);
  const { gateway, error, isAsking } = form;
  const [isDemoShown, setIsDemoShown] = useState(false);
  const field = fieldOf(error);
  const text = error === null ? null : errorText(error);
  const isBusy = isAsking || (isTrying && gateway.phase === 'connecting');
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    form.submit();
  };
  return (
    <main className={styles['page']}>
      <div className={styles['sheet']}>
        <Steps />
        <form aria-label={t('form')} className={styles['form']} noValidate onSubmit={onSubmit}>
          <h1 className={styles['title']}>{t('title')}</h1>
          <p className={styles['lead']}>{t('lead')}</p>
          <Trouble gateway={gateway} isTrying={isTrying} />
          <Fields form={form} error={text} />
          {field === 'form' && (
            <p role="alert" className={styles['trouble']}>
              {text}
            </p>
          )}
          <Button type="submit" variant="primary" size="lg" isDisabled={isBusy}>
            {isBusy && <Spinner />}
            {isBusy ? t('connecting') : t('connect')}
          </Button>
          <Foot
            leave={leave}
            onDemo={() => {
              setIsDemoShown(true);
            }}
          />
        </form>
      </div>
      {isDemoShown && (
        <DemoDialog
          onClose={() => {
            setIsDemoShown(false);
          }}
        />
      )}
    </main>
  );
};
