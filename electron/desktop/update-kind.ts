import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';
import type { NoUpdates } from '#shared/model/updates.ts';

/** By which installer this program is replaced, or why it is not. */
export type UpdateKind =
  | { readonly kind: 'nsis' | 'mac' }
  | { readonly kind: 'appImage'; readonly file: string }
  | { readonly kind: 'none'; readonly why: NoUpdates };

const none = (why: NoUpdates): UpdateKind => ({ kind: 'none', why });

const mayReplace = (file: string): boolean => {
  try {
    accessSync(file, constants.W_OK);
    accessSync(path.dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * The AppImage that this program runs from. Whoever is started from another AppImage, an editor's terminal for one, inherits that
 * one's variables: ours are those whose folder holds this very program.
 */
const ownAppImage = (
  environment: Readonly<Record<string, string | undefined>>,
  program: string,
): string | null => {
  const { APPIMAGE: file, APPDIR: folder } = environment;
  const isOurs = folder !== undefined && program.startsWith(`${folder}${path.sep}`);
  return isOurs && file !== undefined && path.isAbsolute(file) ? file : null;
};

/** The installer of Windows leaves its uninstaller beside the program; an unpacked archive has none. */
const isInstalled = (program: string): boolean => {
  try {
    return readdirSync(path.dirname(program)).some((name) => /^Uninstall .*\.exe$/iu.test(name));
  } catch {
    return false;
  }
};

export const updateKindOf = (host: {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The running executable. */
  readonly program: string;
  readonly isPackaged: boolean;
}): UpdateKind => {
  const { platform, environment, program, isPackaged } = host;
  const file = platform === 'linux' ? ownAppImage(environment, program) : null;
  if (file !== null) return mayReplace(file) ? { kind: 'appImage', file } : none('packageManager');
  if (!isPackaged) return none('checkout');
  if (platform === 'darwin') return { kind: 'mac' };
  if (platform === 'win32') return isInstalled(program) ? { kind: 'nsis' } : none('unpacked');
  return none('packageManager');
};
