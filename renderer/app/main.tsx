import { createRoot } from 'react-dom/client';
import { openTransport } from '../bridge/open-transport.ts';
import { chosenLanguage, createI18n } from '../i18n/i18n.ts';
import { createState } from '../state/create-state.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App.tsx';
import { beforePaint } from './before-paint.ts';
import { ClosedDoor } from './ClosedDoor.tsx';
import { conversationOf } from '#shared/model/window-address.ts';
import { keepPage } from './keep-page.ts';
import { showKeptTheme } from './use-theme.ts';
import { watchOnline } from './watch-online.ts';
import { watchShops } from './watch-shops.ts';

const rootElement = document.querySelector('#root');
if (rootElement === null) throw new Error('index.html has no #root');

showKeptTheme();
keepPage(window);
const language = chosenLanguage(window.location.search, document.documentElement.lang);
document.documentElement.lang = language;
const [line, i18n] = await Promise.all([openTransport(window), createI18n(language)]);
const root = createRoot(rootElement);

if (line === null) {
  root.render(<ClosedDoor i18n={i18n} />);
} else {
  watchOnline(window, line.bridge);
  const { state, transport } = createState({
    line,
    clock: Date,
    later: (ms, run) => {
      const timer = window.setTimeout(run, ms);
      return () => {
        window.clearTimeout(timer);
      };
    },
    soon: beforePaint(window),
  });
  const alone = conversationOf(window.location.search);
  // What is watched is said by the window with the shops.
  if (alone === null) watchShops(state.selection, transport.bridge);
  else state.selection.getState().openConversation(alone);
  root.render(<App transport={transport} state={state} i18n={i18n} isAlone={alone !== null} />);
}
