/**
 * The two worlds of our own page: the page's, and the preload script's beside it. These functions are read as text and run in the
 * browser, so they use nothing from outside themselves.
 */
type Wire = Readonly<Record<string, unknown>>;

/**
 * One end of the bridge between the worlds. Between them goes only what an event's detail can carry; functions and promises go by
 * number. `me` and `peer` are the names of the events that this end hears and sends.
 */
const openWorld = (me: string, peer: string): ((name: string, value: unknown) => void) => {
  type Given = (...words: unknown[]) => unknown;
  const functions = new Map<number, Given>();
  const open = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (why: Error) => void }
  >();
  const answers: unknown[] = [];
  let last = 0;
  const send = (detail: Wire): void =>
    void document.dispatchEvent(new CustomEvent(peer, { detail }));
  const isPlain = (value: unknown): value is Wire => typeof value === 'object' && value !== null;
  const pack = (value: unknown): unknown => {
    if (typeof value === 'function') {
      functions.set((last += 1), value as Given);
      return { $function: last };
    }
    if (value instanceof Promise) {
      const id = (last += 1);
      value.then(
        (settled) => send({ settle: id, value: pack(settled) }),
        (error: unknown) => send({ settle: id, error: String(error) }),
      );
      return { $promise: id };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one)]));
  };
  const unpack = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (!isPlain(value)) return value;
    const { $function: call, $promise: promise } = value;
    if (call !== undefined) {
      return (...words: unknown[]) => {
        send({ call, words: pack(words) });
        return unpack(answers.pop());
      };
    }
    if (promise !== undefined) {
      return new Promise((resolve, reject) => open.set(Number(promise), { resolve, reject }));
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unpack(one)]));
  };
  document.addEventListener(me, (event) => {
    const detail = (event as CustomEvent<Wire>).detail;
    if ('expose' in detail)
      Reflect.set(globalThis, String(detail['expose']), unpack(detail['value']));
    else if ('call' in detail) {
      const words = unpack(detail['words']) as unknown[];
      send({ answer: pack(functions.get(Number(detail['call']))?.(...words)) });
    } else if ('answer' in detail) answers.push(detail['answer']);
    else if ('error' in detail) {
      open.get(Number(detail['settle']))?.reject(new Error(String(detail['error'])));
    } else open.get(Number(detail['settle']))?.resolve(unpack(detail['value']));
  });
  return (name, value) => send({ expose: name, value: pack(value) });
};

/** What a sandboxed preload script may require of `electron`, over a binding to the main process. */
const openPreload = (
  expose: (name: string, value: unknown) => void,
  run: (require: (name: string) => unknown) => void,
): void => {
  type Message = {
    readonly id?: number;
    readonly isOk?: boolean;
    readonly value?: unknown;
    readonly channel?: string;
    readonly words?: readonly unknown[];
  };
  const open = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (why: Error) => void }
  >();
  const heard = new Map<string, ((event: object, ...words: readonly unknown[]) => void)[]>();
  let last = 0;
  const toHost = (message: object): void => {
    (Reflect.get(globalThis, 'toHost') as (text: string) => void)(JSON.stringify(message));
  };
  Reflect.set(globalThis, 'fromHost', (message: Message) => {
    const { id, isOk, value, channel = '', words = [] } = message;
    if (id === undefined) for (const hear of heard.get(channel) ?? []) hear({}, ...words);
    else if (isOk === true) open.get(id)?.resolve(value);
    else open.get(id)?.reject(new Error(String(value)));
  });
  document.addEventListener('contextmenu', (event) => {
    if (event.defaultPrevented) return;
    const isEditable =
      event.target instanceof HTMLElement && event.target.matches('input,textarea');
    const selectionText = String(globalThis.getSelection());
    toHost({ menu: { x: event.clientX, y: event.clientY, isEditable, selectionText } });
  });
  document.addEventListener('opening', (event) => {
    toHost({ opening: (event as CustomEvent<string>).detail });
  });
  const ipcRenderer = {
    on: (channel: string, hear: (event: object, ...words: readonly unknown[]) => void) => {
      heard.set(channel, [...(heard.get(channel) ?? []), hear]);
    },
    invoke: (channel: string, ...words: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        open.set((last += 1), { resolve, reject });
        toHost({ id: last, channel, words });
      }),
  };
  run((name) => {
    if (name !== 'electron') throw new Error(`a sandboxed preload script cannot require ${name}`);
    return { ipcRenderer, contextBridge: { exposeInMainWorld: expose } };
  });
};

/** A request's bytes are shown to the protocol as they are, those of a file only by name. */
const sendFilesAsBytes = (): void => {
  const own = globalThis.fetch;
  globalThis.fetch = async (target, options) => {
    const body = options?.body instanceof Blob ? await options.body.arrayBuffer() : options?.body;
    return own(target, body === undefined ? options : { ...options, body });
  };
};

/** Electron asks the main process before there is a window; here it would be there first, and share the page's process. */
const askBeforeOpening = (): void => {
  globalThis.open = (address = 'about:blank') => {
    const detail = new URL(address, document.baseURI).href;
    document.dispatchEvent(new CustomEvent('opening', { detail }));
    return null;
  };
};

export const MAIN_WORLD = `(${String(openWorld)})('in-main', 'in-preload'); (${String(sendFilesAsBytes)})(); (${String(askBeforeOpening)})();`;

/** `script` is the built preload script, as it is. */
export const preloadWorld = (script: string): string =>
  `(${String(openPreload)})((${String(openWorld)})('in-preload', 'in-main'), (require) => { const module = {}, exports = {};\n${script}\n});`;
