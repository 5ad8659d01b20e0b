import { FileDown, FileUp } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { PHRASE_FILES, type PhraseFile } from '#shared/model/phrase-table.ts';
import type { AppError } from '#shared/model/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { usePhrases } from '../../state/phrases/phrases.ts';
import { useShops } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/content/CopyButton.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './Exchange.module.css';
import { importPhrases, type Imported } from './import-phrases.ts';
import { loadTable } from './load-table.ts';

/** What the page says of the last table that was taken in or given out. */
export type ExchangeNews =
  | { readonly kind: 'busy' }
  | { readonly kind: 'imported'; readonly came: Imported }
  | { readonly kind: 'undone' }
  | { readonly kind: 'exported'; readonly path: string }
  | { readonly kind: 'exportFailed'; readonly error: AppError };

/** Tables in and out, and what came of the last one. */
export const useExchange = () => {
  const bridge = useBridge();
  const shops = useShops();
  const phrases = usePhrases((state) => state.phrases);
  const [news, setNews] = useState<ExchangeNews | null>(null);
  return {
    news,
    takeIn: async (file: File): Promise<void> => {
      setNews({ kind: 'busy' });
      const read = await loadTable(file);
      const came = await importPhrases(read, [...phrases.values()], shops, bridge);
      setNews({ kind: 'imported', came });
    },
    giveOut: async (format: PhraseFile): Promise<void> => {
      setNews({ kind: 'busy' });
      const answer = await bridge.call('phrases.export', { format });
      setNews(
        answer.ok
          ? { kind: 'exported', path: answer.value.path }
          : { kind: 'exportFailed', error: answer.error },
      );
    },
    takeBack: async ({ added }: Extract<Imported, { kind: 'added' }>): Promise<void> => {
      const answer = await bridge.call('phrases.remove', { phraseIds: added });
      setNews(answer.ok ? { kind: 'undone' } : { kind: 'exportFailed', error: answer.error });
    },
  };
};

export type ExchangeOfPage = ReturnType<typeof useExchange>;

/** 导入 and 导出. */
export const ExchangeButtons = ({ exchange }: { readonly exchange: ExchangeOfPage }) => {
  const { t } = useTranslation('phrases');
  const [isOpen, setIsOpen] = useState(false);
  const isBusy = exchange.news?.kind === 'busy';
  return (
    <>
      <FileTrigger
        acceptedFileTypes={['.xlsx', '.csv']}
        onSelect={(files) => {
          const file = files?.[0];
          if (file !== undefined) void exchange.takeIn(file);
        }}
      >
        <Button isDisabled={isBusy}>
          <FileUp aria-hidden="true" className={styles['icon']} />
          {t('import')}
        </Button>
      </FileTrigger>
      <Popover
        label={t('export')}
        placement="top start"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button isDisabled={isBusy}>
            <FileDown aria-hidden="true" className={styles['icon']} />
            {t('export')}
          </Button>
        }
      >
        <div className={styles['formats']}>
          {PHRASE_FILES.map((format) => (
            <Button
              key={format}
              variant="quiet"
              onPress={() => {
                setIsOpen(false);
                void exchange.giveOut(format);
              }}
            >
              {t(`format.${format}`)}
            </Button>
          ))}
        </div>
      </Popover>
    </>
  );
};

const Bad = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles['bad']} role="alert">
    {children}
  </p>
);

const CameIn = ({
  came,
  onTakeBack,
}: {
  readonly came: Imported;
  readonly onTakeBack: (came: Extract<Imported, { kind: 'added' }>) => void;
}) => {
  const { t } = useTranslation('phrases');
  const errorText = useErrorText();
  if (came.kind === 'refused') {
    const { kind, ...about } = came.problem;
    return <Bad>{t('notImported', { why: t(`table.${kind}`, about) })}</Bad>;
  }
  if (came.kind === 'failed')
    return (
      <Bad>{t('importBroke', { count: came.added.length, error: errorText(came.error) })}</Bad>
    );
  return (
    <p className={styles['news']} role="status">
      {t(came.skipped > 0 ? 'importedSome' : 'imported', {
        count: came.added.length,
        skipped: came.skipped,
      })}
      {came.added.length > 0 && (
        <Button
          variant="quiet"
          onPress={() => {
            onTakeBack(came);
          }}
        >
          {t('undo')}
        </Button>
      )}
    </p>
  );
};

/** What came of the last table. */
export const ExchangeNote = ({ exchange }: { readonly exchange: ExchangeOfPage }) => {
  const { t } = useTranslation('phrases');
  const errorText = useErrorText();
  const { news, takeBack } = exchange;
  if (news === null) return null;
  switch (news.kind) {
    case 'busy':
      return (
        <p className={styles['news']} role="status">
          <Spinner size={12} label={t('busy')} /> {t('busy')}
        </p>
      );
    case 'imported':
      return <CameIn came={news.came} onTakeBack={(came) => void takeBack(came)} />;
    case 'undone':
      return (
        <p className={styles['news']} role="status">
          {t('importUndone')}
        </p>
      );
    case 'exported':
      return (
        <p className={styles['news']} role="status">
          <span className={styles['path']}>{t('exported', { path: news.path })}</span>
          <CopyButton text={news.path} label={t('copyPath')} />
        </p>
      );
    case 'exportFailed':
      return <Bad>{errorText(news.error)}</Bad>;
  }
};
