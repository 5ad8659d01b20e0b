import type { App, BrowserWindow, NativeImage } from 'electron';

const MOST = 99;

export type BadgeParts = {
  readonly platform: NodeJS.Platform;
  readonly app: Pick<App, 'setBadgeCount'> & {
    readonly dock?: Pick<NonNullable<App['dock']>, 'setBadge'> | undefined;
  };
  readonly window: Pick<BrowserWindow, 'setOverlayIcon'>;
  readonly overlayOf: (count: number) => NativeImage | null;
};

/** The number of those who wait, where each system has a place for it. `words` are for who cannot see the picture. */
export const showBadge = (count: number, words: string, parts: BadgeParts): void => {
  const { platform, app, window } = parts;
  if (platform === 'win32') {
    window.setOverlayIcon(parts.overlayOf(count), count === 0 ? '' : words);
  } else if (platform === 'darwin') {
    app.dock?.setBadge(count === 0 ? '' : count > MOST ? `${String(MOST)}+` : String(count));
  } else app.setBadgeCount(count);
};
