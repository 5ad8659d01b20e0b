import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DIAGNOSTICS_LANGUAGES,
  diagnosticsText,
  type DiagnosticsPreview,
} from '#shared/model/diagnostics.ts';
import type { AppError } from '#shared/model/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { Button } from '../../ui/Button.tsx';
import { useCopy } from '../../ui/content/use-copy.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './DiagnosticsDialog.module.css';

type Loaded =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly preview: DiagnosticsPreview }
  | { readonly phase: 'failed'; readonly error: AppError };

type Exported =
  | { readonly phase: 'not' | 'busy' }
  | { readonly phase: 'done'; readonly path: string }
  | { readonly phase: 'failed'; readonly error: AppError };

const usePreview = (): Loaded => {
  const { i18n } = useTranslation('status');
  const bridge = useBridge();
  const [loaded, setLoaded] = useState<Loaded>({ phase: 'loading' });
  useEffect(() => {
    let isWanted = true;
    const language = DIAGNOSTICS_LANGUAGES.find((known) => known === i18n.language) ?? 'zh-CN';
    void bridge.call('diagnostics.preview', { language }).then((result) => {
      if (!isWanted) return;
      setLoaded(
        result.ok
          ? { phase: 'ready', preview: result.value }
          : { phase: 'failed', error: result.error },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, i18n.language]);
  return loaded;
};

const CopyText = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { t } = useTranslation('status');
  const { state, copy } = useCopy();
  return (
    <Button
      onPress={() => {
        copy(text);
      }}
    >
      {state === 'idle' ? label : t(`copy.${state}`)}
    </Button>
  );
};

const Preview = ({ preview }: { readonly preview: DiagnosticsPreview }) => {
  const { t } = useTranslation('status');
  return (
    // Scrolled by keyboard too, which needs the focus.
    <div
      className={styles['preview']}
      role="region"
      aria-label={t('diagnostics.preview')}
      tabIndex={0}
    >
      {preview.sections.map(({ title, text }) => (
        <section key={title}>
          <h3 className={styles['heading']}>{title}</h3>
          <pre className={styles['text']}>{text}</pre>
        </section>
      ))}
    </div>
  );
};

const Written = ({ path }: { readonly path: string }) => {
  const { t } = useTranslation('status');
  return (
    <div className={styles['written']} role="status">
      <span>
        {t('diagnostics.written')}
        <code className={styles['path']}>{path}</code>
      </span>
      <CopyText text={path} label={t('diagnostics.copyPath')} />
    </div>
  );
};

/** What would be exported for support, to be read before it is written; then where it was written. */
export const DiagnosticsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation('status');
  const bridge = useBridge();
  const errorText = useErrorText();
  const loaded = usePreview();
  const [exported, setExported] = useState<Exported>({ phase: 'not' });
  const write = async (previewId: string): Promise<void> => {
    setExported({ phase: 'busy' });
    const result = await bridge.call('diagnostics.export', { previewId });
    setExported(
      result.ok
        ? { phase: 'done', path: result.value.path }
        : { phase: 'failed', error: result.error },
    );
  };
  const error = loaded.phase === 'failed' ? loaded.error : null;
  const exportError = exported.phase === 'failed' ? exported.error : null;
  const shown = error ?? exportError;
  return (
    <Dialog
      title={t('diagnostics.title')}
      size="lg"
      onClose={onClose}
      footer={
        <>
          {loaded.phase === 'ready' && (
            <span className={styles['start']}>
              <CopyText
                text={diagnosticsText(loaded.preview.sections)}
                label={t('diagnostics.copyAll')}
              />
            </span>
          )}
          <Button onPress={onClose}>
            {exported.phase === 'done' ? t('diagnostics.close') : t('diagnostics.cancel')}
          </Button>
          {exported.phase !== 'done' && (
            <Button
              variant="primary"
              isDisabled={loaded.phase !== 'ready' || exported.phase === 'busy'}
              onPress={() => {
                if (loaded.phase === 'ready') void write(loaded.preview.previewId);
              }}
            >
              {exported.phase === 'busy' && <Spinner />}
              {t('diagnostics.export')}
            </Button>
          )}
        </>
      }
    >
      <div className={styles['body']}>
        <p className={styles['lead']}>{t('diagnostics.lead')}</p>
        {loaded.phase === 'loading' && (
          <div className={styles['loading']}>
            <Spinner label={t('diagnostics.loading')} />
            <span>{t('diagnostics.loading')}</span>
          </div>
        )}
        {loaded.phase === 'ready' && <Preview preview={loaded.preview} />}
        {shown !== null && (
          <p className={styles['error']} role="alert">
            {errorText(shown)}
          </p>
        )}
        {exported.phase === 'done' && <Written path={exported.path} />}
      </div>
    </Dialog>
  );
};
