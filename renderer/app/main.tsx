import { createRoot } from 'react-dom/client';
import { openTransport } from '../bridge/open-transport.ts';
import { chosenLanguage, createI18n, keptLanguage } from '../i18n/i18n.ts';
import { createState } from '../state/create-state.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { App } from './App.tsx';
import { beforePaint } from './before-paint.ts';
import { keepPage } from './keep-page.ts';
import { showKeptTheme } from './use-theme.ts';
import { watchOnline } from './watch-online.ts';
import { watchShops } from './watch-shops.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

showKeptTheme();
keepPage(window);
const transport = openTransport(window);
watchOnline(window, transport.bridge);
const { state } = createState({
  bridge: transport.bridge,
  clock: Date,
  later: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },
  soon: beforePaint(window),
});
watchShops(state.selection, transport.bridge);
// The host puts the language of its `--lang` on the page; it stands for what was chosen before.
const given = document.documentElement.dataset['language'] ?? keptLanguage();
const language = chosenLanguage(window.location.search, given);
document.documentElement.lang = language;
const i18n = await createI18n(language);
createRoot(root).render(<App transport={transport} state={state} i18n={i18n} />);
