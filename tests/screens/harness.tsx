import type { CallName } from '#shared/ipc/call-names.ts';
import type { Result } from '#shared/model/result.ts';
import type { Delta, Replica } from '#shared/sync/delta.ts';
import { MemoryBridge } from './memory-bridge.ts';
import { MemoryHost } from './memory-host.ts';
import { mountApp } from './mount-app.tsx';
import { OutsideHost } from './outside-host.ts';
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

/**
 * Mounts the app over a host in memory; `?theme=dark&lang=en` choose the look, `?hold=` names a call to be kept waiting,
 * `?core=outside` leaves every decision to the program that opened the page.
 */
const asked = new URLSearchParams(window.location.search);
const bridge = new MemoryBridge((parts) =>
  asked.get('core') === 'outside'
    ? new OutsideHost(parts)
    : new MemoryHost(
        makeWorld(Date.now(), asked.get('theme') === 'dark' ? 'dark' : 'light'),
        parts,
      ),
);
const held = asked.get('hold');
if (held !== null) bridge.hold(held as CallName);
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
await mountApp(bridge);
