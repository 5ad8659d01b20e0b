import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL, EVENT_CHANNEL } from './desktop/channels.ts';
import { KeyedListeners } from '#shared/async/keyed-listeners.ts';
import { CALL_NAMES, type CallName } from '#shared/ipc/call-names.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { refuse, type Result } from '#shared/model/result.ts';

/**
 * The bridge of the desktop host, derived from the contract: what is not in it is not sent. The main process checks
 * everything once more (SE2).
 */
const names: ReadonlySet<string> = new Set(CALL_NAMES);
const listeners = new KeyedListeners<EventName, never>();

ipcRenderer.on(EVENT_CHANNEL, (_event, message: EventMessage) => {
  listeners.notify(message.event, message.payload as never);
});

const call = async (name: CallName, input: unknown): Promise<Result<unknown>> => {
  if (!names.has(name)) return refuse('ipc.invalidInput', 'unknown call');
  try {
    return (await ipcRenderer.invoke(CALL_CHANNEL, name, input)) as Result<unknown>;
  } catch {
    // The main process refuses with a result; only a process that is ending rejects.
    return refuse('ipc.disconnected');
  }
};

const on = <Name extends EventName>(
  name: Name,
  listener: (payload: Events[Name]) => void,
): (() => void) => listeners.listen(name, listener);

const bridge: Bridge = {
  call: call as Bridge['call'],
  on,
  onTransport: (listener) => {
    listener('open');
    return () => undefined;
  },
};

contextBridge.exposeInMainWorld('duodian', bridge);
