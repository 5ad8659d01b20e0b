import { execFile } from 'node:child_process';

const WITHIN_MS = 2_000;

const QUESTION = [
  '--session',
  '--print-reply',
  '--dest=org.kde.StatusNotifierWatcher',
  '/StatusNotifierWatcher',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.kde.StatusNotifierWatcher',
  'string:IsStatusNotifierHostRegistered',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether a Linux desktop shows tray icons. GNOME has none without an extension, and Electron's `Tray` does not say whether anybody
 * sees it: an app that hides there would be lost. Asked of the session's bus, as the freedesktop specification of StatusNotifierWatcher
 * has it; without a bus, an answer or the program that asks there is none.
 */
export const hasStatusNotifierHost = (environment: Environment = process.env): Promise<boolean> => {
  const { DBUS_SESSION_BUS_ADDRESS: bus, XDG_RUNTIME_DIR: runtime } = environment;
  // Without either, the program would start a bus of its own.
  if (bus === undefined && runtime === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const options = { timeout: WITHIN_MS, env: { ...environment } };
    execFile('dbus-send', QUESTION, options, (error, answer) =>
      resolve(error === null && /\bboolean true\b/u.test(answer)),
    );
  });
};
