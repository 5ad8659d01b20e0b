import type { i18n as I18n } from 'i18next';
import { I18nProvider as AriaLocale } from 'react-aria-components';
import { TranslationProvider, useTranslation } from '../i18n/use-translation.tsx';
import { BridgeProvider } from '../bridge/bridge-context.tsx';
import type { Transport } from '../bridge/transport.ts';
import { MediaKeyProvider } from '../ui/content/media-address.tsx';
import { LoadingTurnsProvider } from '../ui/content/use-loading-turn.tsx';
import { StateProvider, type AppState } from '../state/state-context.tsx';
import { Shell } from './Shell.tsx';
import { useTheme } from './use-theme.ts';

const Themed = () => {
  const { i18n } = useTranslation();
  useTheme();
  return (
    <AriaLocale locale={i18n.language}>
      <Shell />
    </AriaLocale>
  );
};

/** The whole window, over whatever bridge and state the entry built. */
export const App = ({
  transport,
  state,
  i18n,
}: {
  readonly transport: Transport;
  readonly state: AppState;
  readonly i18n: I18n;
}) => (
  <TranslationProvider i18n={i18n}>
    <BridgeProvider value={transport}>
      <MediaKeyProvider mediaKey={transport.mediaKey}>
        <LoadingTurnsProvider>
          <StateProvider value={state}>
            <Themed />
          </StateProvider>
        </LoadingTurnsProvider>
      </MediaKeyProvider>
    </BridgeProvider>
  </TranslationProvider>
);
