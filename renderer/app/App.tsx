import type { i18n as I18n } from 'i18next';
import { useCallback } from 'react';
import { I18nProvider as AriaLocale } from 'react-aria-components';
import { TranslationProvider, useTranslation } from '../i18n/use-translation.tsx';
import { BridgeProvider } from '../bridge/bridge-context.tsx';
import type { Transport } from '../bridge/transport.ts';
import { MediaKeyProvider } from '../ui/content/media-address.tsx';
import { CaretHome } from '../ui/caret-home.ts';
import { LoadingTurnsProvider } from '../ui/content/use-loading-turn.tsx';
import { useSelectionStore } from '../state/selection.ts';
import { StateProvider, type AppState } from '../state/state-context.tsx';
import { ConversationWindow } from './ConversationWindow.tsx';
import { Shell } from './Shell.tsx';
import { useCommandKeys } from './use-command-keys.ts';
import { useTheme } from './use-theme.ts';

const Themed = ({ isAlone }: { readonly isAlone: boolean }) => {
  const { i18n } = useTranslation();
  useTheme();
  useCommandKeys();
  const selection = useSelectionStore();
  const goHome = useCallback(() => {
    // A dialog below the one that closed keeps the keys.
    if (document.querySelector('[role$=dialog]') === null) selection.getState().wishCaret();
  }, [selection]);
  return (
    <AriaLocale locale={i18n.language}>
      <CaretHome value={goHome}>{isAlone ? <ConversationWindow /> : <Shell />}</CaretHome>
    </AriaLocale>
  );
};

/** The whole window, over whatever bridge and state the entry built. */
export const App = ({
  transport,
  state,
  i18n,
  isAlone = false,
}: {
  readonly transport: Transport;
  readonly state: AppState;
  readonly i18n: I18n;
  /** The window shows one conversation and nothing else. */
  readonly isAlone?: boolean;
}) => (
  <TranslationProvider i18n={i18n}>
    <BridgeProvider value={transport}>
      <MediaKeyProvider mediaKey={transport.mediaKey}>
        <LoadingTurnsProvider>
          <StateProvider value={state}>
            <Themed isAlone={isAlone} />
          </StateProvider>
        </LoadingTurnsProvider>
      </MediaKeyProvider>
    </BridgeProvider>
  </TranslationProvider>
);
