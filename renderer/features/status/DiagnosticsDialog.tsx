import { useState } from 'react';
import { diagnosticsText, type DiagnosticsPreview } from '#shared/model/diagnostics.ts';
import { LANGUAGES } from '#shared/model/language.ts';
import type { AppError, Result } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import { useManaged } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { useCopy } from '../../ui/content/use-copy.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './DiagnosticsDialog.module.css';

type Exported =
  | { readonly phase: 'not' | 'busy' }
  | { readonly phase: 'done'; readonly path: string }
  | { readonly phase: 'failed'; readonly error: AppError };

/** What the core would answer; said before it is asked. */
const MANAGED_OFF: AppError = { kind: 'managed.off', detail: '' };

const usePreview = (): Result<DiagnosticsPreview> | null => {
  const { i18n } = useTranslation('status');
  const language = LANGUAGES.find((known) => known === i18n.language) ?? LANGUAGES[0];
  return useAnswer('diagnostics.preview', { language });
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
  const answer = usePreview();
  const preview = answer?.ok === true ? answer.value : null;
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
  const isOff = useManaged().off.includes('diagnosticsExport');
  const error = answer?.ok === false ? answer.error : isOff ? MANAGED_OFF : null;
  const exportError = exported.phase === 'failed' ? exported.error : null;
  const shown = error ?? exportError;
  return (
    <Dialog
      title={t('diagnostics.title')}
      size="lg"
      onClose={onClose}
      footer={
        <>
          {preview !== null && !isOff && (
            <span className={styles['start']}>
              <CopyText text={diagnosticsText(preview.sections)} label={t('diagnostics.copyAll')} />
            </span>
          )}
          <Button onPress={onClose}>
            {exported.phase === 'done' ? t('diagnostics.close') : t('diagnostics.cancel')}
          </Button>
          {exported.phase !== 'done' && !isOff && (
            <Button
              variant="primary"
              isDisabled={preview === null || exported.phase === 'busy'}
              onPress={() => {
                if (preview !== null) void write(preview.previewId);
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
        {answer === null && (
          <div className={styles['loading']}>
            <Spinner label={t('diagnostics.loading')} />
            <span>{t('diagnostics.loading')}</span>
          </div>
        )}
        {preview !== null && <Preview preview={preview} />}
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
