import { homedir } from 'node:os';
import path from 'node:path';

const FOLDER = 'duodian';

/** Where each system keeps an app's own data. */
export const defaultDataDirectory = (
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string => {
  if (platform === 'win32') {
    return path.win32.join(
      environment['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming'),
      FOLDER,
    );
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', FOLDER);
  const configured = environment['XDG_DATA_HOME'];
  // The XDG specification: a relative path is invalid and must be ignored.
  const base =
    configured !== undefined && path.isAbsolute(configured)
      ? configured
      : path.join(home, '.local', 'share');
  return path.join(base, FOLDER);
};

export const databaseFileIn = (directory: string): string => path.join(directory, 'duodian.sqlite');
