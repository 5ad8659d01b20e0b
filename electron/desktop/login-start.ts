import { mkdirSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';

/** How the system starts the app by itself: into the tray, without a window. */
export const HIDDEN_SWITCH = '--hidden';

/** Whether the app starts when its user logs in. The system keeps it, and is asked each time: it can be changed there. */
export interface LoginStart {
  isOn(): boolean;
  /** Throws where the system does not take it. */
  set(isOn: boolean): void;
}

/** Windows and macOS. The switches must be the same in both calls: Windows compares them. */
const ofSystem = (
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  words: readonly string[],
): LoginStart => ({
  isOn: () => app.getLoginItemSettings({ args: [...words] }).openAtLogin,
  set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args: [...words] }),
});

/** Electron writes the words into the registry as they are; no path of Windows has a quotation mark in it. */
const windowsWord = (word: string): string => (/\s/u.test(word) ? `"${word}"` : word);

/**
 * A word of `Exec` in a desktop entry: quoted, with what a shell would read behind a backslash, a percent sign doubled, and every
 * backslash doubled once more because the value is a string (Desktop Entry Specification, "The Exec key").
 */
const execWord = (word: string): string => {
  const quoted = word.replaceAll(/["`$\\]/gu, '\\$&').replaceAll('%', '%%');
  return `"${quoted.replaceAll('\\', '\\\\')}"`;
};

/** The entry in the folder where a Linux desktop looks for what it starts. */
export const autostartEntry = (program: string, words: readonly string[]): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Duodian',
    'Name[zh_CN]=多店',
    `Exec=${[program, ...words].map(execWord).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

const ofLinux = (folder: string, program: string, words: readonly string[]): LoginStart => {
  const file = path.join(folder, 'duodian.desktop');
  return {
    isOn: () => existsSync(file),
    set: (isOn) => {
      if (!isOn) return rmSync(file, { force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${file}.new`, autostartEntry(program, words));
      renameSync(`${file}.new`, file);
    },
  };
};

/** Null for an app that is not installed: a checkout has no place of its own in the system. */
export const loginStartOf = (parts: {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly app: Pick<
    App,
    'getLoginItemSettings' | 'getPath' | 'isPackaged' | 'setLoginItemSettings'
  >;
  readonly program: string;
  /** The data directory that was named; null for the system's place. */
  readonly dataDirectory: string | null;
}): LoginStart | null => {
  const { app, environment, dataDirectory } = parts;
  if (!app.isPackaged) return null;
  const words = [HIDDEN_SWITCH, ...(dataDirectory === null ? [] : [`--data=${dataDirectory}`])];
  if (parts.platform === 'win32') return ofSystem(app, words.map(windowsWord));
  if (parts.platform !== 'linux') return ofSystem(app, words);
  const folder = path.join(app.getPath('appData'), 'autostart');
  // An AppImage runs from a place that is gone after the run.
  return ofLinux(folder, environment['APPIMAGE'] ?? parts.program, words);
};
