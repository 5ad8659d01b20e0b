import { createRoot } from 'react-dom/client';
import type { Bridge } from '#shared/ipc/contract.ts';
import { App } from '../../renderer/app/App.tsx';
import { chosenLanguage, createI18n } from '../../renderer/i18n/i18n.ts';
import { createState } from '../../renderer/state/create-state.ts';
import '../../renderer/ui/tokens.css';
import '../../renderer/ui/base.css';

/** Mounts the app over a host that is in the page; `?lang=en` chooses the language. */
export const mountApp = async (bridge: Bridge): Promise<void> => {
  const { state, transport } = createState({
    line: {
      bridge,
      mediaKey: null,
      isDesktop: true,
      retryNow: () => undefined,
      close: () => undefined,
    },
    clock: Date,
    later: (ms, run) => {
      const timer = window.setTimeout(run, ms);
      return () => {
        window.clearTimeout(timer);
      };
    },
    soon: (run) => {
      window.setTimeout(run);
    },
  });
  const root = document.querySelector('#root');
  if (root === null) throw new Error('the page has no #root');
  createRoot(root).render(
    <App
      transport={transport}
      state={state}
      i18n={await createI18n(chosenLanguage(window.location.search, ''))}
    />,
  );
};
