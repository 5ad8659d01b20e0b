import type * as Electron from 'electron';

type Run = (event: unknown, ...words: readonly unknown[]) => unknown;
const handlers = new Map<string, Run>();

export const ipcMain: Pick<Electron.IpcMain, 'handle' | 'removeHandler'> = {
  handle: (channel, run) => {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, run as Run);
  },
  removeHandler: (channel) => void handlers.delete(channel),
};

type Answer = { readonly isOk: boolean; readonly value: unknown };

/** What the page's `invoke` is answered; nothing that throws gets further than this. */
export const answerInvoke = async (
  channel: string,
  event: unknown,
  words: readonly unknown[],
): Promise<Answer> => {
  const run = handlers.get(channel);
  if (run === undefined) return { isOk: false, value: `No handler registered for '${channel}'` };
  try {
    return { isOk: true, value: await run(event, ...words) };
  } catch (error) {
    return { isOk: false, value: String(error) };
  }
};
