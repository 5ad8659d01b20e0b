import { createRoot } from 'react-dom/client';
import type { CallName } from '#shared/ipc/contract.ts';
import type { Result } from '#shared/model/result.ts';
import type { Delta, Replica } from '#shared/sync/delta.ts';
import { App } from '../../renderer/app/App.tsx';
import { chosenLanguage, createI18n } from '../../renderer/i18n/i18n.ts';
import { createState } from '../../renderer/state/create-state.ts';
import '../../renderer/ui/tokens.css';
import '../../renderer/ui/base.css';
import { MemoryBridge } from './memory-bridge.ts';
import { makeWorld } from './world.ts';

declare global {
  interface Window {
    harness: {
      publish(delta: Delta): void;
      replica(): Replica;
      setCarrier(state: 'open' | 'closed'): void;
      /** What was asked under this name, in order. */
      calls(name: CallName): readonly unknown[];
      /** See `MemoryBridge`. */
      answer(name: CallName, result: Result<unknown> | null): void;
      hold(name: CallName): void;
      release(name: CallName): void;
    };
  }
}

/** Mounts the app over a host in memory; `?theme=dark&lang=en` choose the look, `?hold=` names a call to be kept waiting. */
const asked = new URLSearchParams(window.location.search);
const bridge = new MemoryBridge(
  makeWorld(Date.now(), asked.get('theme') === 'dark' ? 'dark' : 'light'),
);
const held = asked.get('hold');
if (held !== null) bridge.hold(held as CallName);
const { state } = createState({
  bridge,
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
window.harness = {
  publish: (delta) => {
    bridge.publish(delta);
  },
  replica: () => bridge.replica(),
  setCarrier: (transport) => {
    bridge.setCarrier(transport);
  },
  calls: (name) => bridge.calls.flatMap((call) => (call.name === name ? [call.input] : [])),
  answer: (name, result) => {
    bridge.answer(name, result);
  },
  hold: (name) => {
    bridge.hold(name);
  },
  release: (name) => {
    bridge.release(name);
  },
};
const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <App
    transport={{ bridge, mediaKey: null, retryNow: () => undefined, close: () => undefined }}
    state={state}
    i18n={await createI18n(chosenLanguage(window.location.search, ''))}
  />,
);
