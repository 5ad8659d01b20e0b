import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  AppImageUpdater,
  type AppUpdater,
  type BaseUpdater,
  MacUpdater,
  NsisUpdater,
  Provider,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater';
import { StagedFolder } from '../updates/staged-folder.ts';
import type { UpdateInstaller } from '../updates/update-desk.ts';
import type { FoundRelease, UpdateFeed } from '../updates/update-feed.ts';
import { Untaken } from '../updates/feed-fetch.ts';

export type UpdateInstallerParts = {
  readonly version: string;
  readonly feed: Pick<UpdateFeed, 'fetchFile'>;
  readonly dataDirectory: string;
  /** Starts the program again when this process is gone: the same one, or the file that is named. */
  readonly relaunch: (file?: string) => void;
  /** What Electron does on macOS before it ends by itself. */
  readonly letQuit: () => void;
};

const fileInfo = ({ file }: FoundRelease) => ({
  url: file.name,
  sha512: file.sha512,
  size: file.bytes,
});

const asInfo = (found: FoundRelease): UpdateInfo => ({
  version: found.release.version,
  files: [fileInfo(found)],
  path: found.file.name,
  sha512: found.file.sha512,
  releaseDate: '',
});

/** The app as electron-updater sees it. It neither ends the program nor installs by itself; on macOS `quit` says that all is prepared. */
const adapterFor = (parts: UpdateInstallerParts, folder: string, quit: () => void) => ({
  version: parts.version,
  name: 'duodian',
  isPackaged: true,
  appUpdateConfigPath: path.join(folder, 'app-update.yml'),
  userDataPath: folder,
  baseCachePath: folder,
  whenReady: () => Promise.resolve(),
  relaunch: () => undefined,
  quit,
  onQuit: () => undefined,
});

/**
 * Where electron-updater would ask a feed of its own it gets the release that was verified, and where it would download, our feed
 * does: over https alone, no redirect, every mirror, and only the bytes that were signed.
 */
const follow = (
  updater: AppUpdater,
  now: () => { readonly found: FoundRelease; readonly hear: (done: number) => void },
  feed: UpdateInstallerParts['feed'],
): void => {
  class VerifiedRelease extends Provider<UpdateInfo> {
    getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(asInfo(now().found));
    }

    resolveFiles(): ResolvedUpdateFileInfo[] {
      const info = fileInfo(now().found);
      return [{ url: new URL(info.url, 'https://verified.invalid/'), info }];
    }
  }
  const executor = {
    download: async (_url: URL, place: string): Promise<string> => {
      const { found, hear } = now();
      await feed.fetchFile(found.file, place, hear);
      return place;
    },
  };
  // Taken with an app of one's own it has none, and its type hides the field.
  Object.defineProperty(updater, 'httpExecutor', { value: executor });
  updater.setFeedURL({
    provider: 'custom',
    updateProvider: VerifiedRelease as unknown as new () => VerifiedRelease,
  });
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.disableDifferentialDownload = true;
  updater.disableWebInstaller = true;
  // Its rejections say the same.
  updater.on('error', () => undefined);
};

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
};

/** Puts the new file in the place of the old by one renaming: whatever is cut short, one of the two is whole. */
const replaceFile = async (from: string, place: string): Promise<void> => {
  const beside = `${place}.new`;
  try {
    await copyFile(from, beside);
    const handle = await open(beside, 'r+');
    await handle.chmod(0o755);
    await handle.sync();
    await handle.close();
    await rename(beside, place);
  } finally {
    await rm(beside, { force: true });
  }
};

type Kind =
  | { readonly kind: 'nsis' | 'mac' }
  | { readonly kind: 'appImage'; readonly file: string };

const makeUpdater = ({ kind }: Kind, adapter: ReturnType<typeof adapterFor>): AppUpdater => {
  if (kind === 'nsis') return new NsisUpdater(null, adapter);
  return kind === 'mac' ? new MacUpdater(undefined, adapter) : new AppImageUpdater(null, adapter);
};

/** The installation itself, by what electron-updater knows of the system. */
const runInstaller = async (
  updater: AppUpdater,
  kind: Kind,
  staged: string,
  options: {
    readonly parts: UpdateInstallerParts;
    readonly restarts: boolean;
    readonly onPrepared: (hear: () => void) => void;
  },
): Promise<void> => {
  const { parts, restarts, onPrepared } = options;
  switch (kind.kind) {
    case 'appImage':
      // Its own way deletes the old file first, and the new one may then find no room.
      await replaceFile(staged, kind.file);
      if (restarts) parts.relaunch(kind.file);
      return;
    case 'nsis':
      // The installer waits until this process is gone.
      if (!(updater as BaseUpdater).install(true, restarts)) throw new Untaken('notInstalled');
      return;
    case 'mac':
      parts.letQuit();
      updater.autoRunAppAfterInstall = restarts;
      // Where it starts the program again it ends it as well, and this never resolves.
      await new Promise<void>((resolve, reject) => {
        updater.on('error', reject);
        onPrepared(resolve);
        updater.quitAndInstall();
      });
  }
};

/** Stages and installs by electron-updater. The feed's signature was checked before anything reaches it. */
export const openUpdateInstaller = (kind: Kind, parts: UpdateInstallerParts): UpdateInstaller => {
  const folder = new StagedFolder(parts.dataDirectory);
  let current: { readonly found: FoundRelease; readonly hear: (done: number) => void } | null =
    null;
  let staged: string | null = null;
  let updater: AppUpdater | null = null;
  let hearPrepared: () => void = () => undefined;
  const now = () => {
    if (current === null) throw new Error('nothing was found');
    return current;
  };
  const opened = (): AppUpdater => {
    if (updater !== null) return updater;
    // What electron-updater downloads, and what it asks about the app, lies in the one folder.
    const adapter = adapterFor(parts, folder.path, () => hearPrepared());
    writeFileSync(adapter.appUpdateConfigPath, 'updaterCacheDirName: cache\n', { mode: 0o600 });
    updater = makeUpdater(kind, adapter);
    follow(updater, now, parts.feed);
    return updater;
  };
  return {
    stage: async (found, hear) => {
      current = { found, hear };
      folder.begin(found.release.version);
      await opened().checkForUpdates();
      const [file] = await opened().downloadUpdate();
      if (file === undefined) throw new Untaken('notInstalled');
      staged = file;
    },
    install: async ({ restarts }) => {
      if (staged === null) throw new Untaken('notInstalled');
      if ((await hashOf(staged)) !== now().found.file.sha512) throw new Untaken('wrongFile');
      const onPrepared = (hear: () => void): void => void (hearPrepared = hear);
      await runInstaller(opened(), kind, staged, { parts, restarts, onPrepared });
    },
  };
};
