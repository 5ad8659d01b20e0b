import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { ManagedSettings } from '../managed/managed-settings.ts';
import type { FetchAlone } from '../updates/feed-fetch.ts';
import { publicKeyFrom } from '../updates/manifest.ts';
import { SkippedVersion } from '../updates/skipped-version.ts';
import { StagedFolder } from '../updates/staged-folder.ts';
import { CHANNEL, FEEDS, TRUSTED_KEYS } from '../updates/trusted-keys.ts';
import { UpdateDesk, type UpdateInstaller } from '../updates/update-desk.ts';
import { UpdateFeed } from '../updates/update-feed.ts';
import { noUpdates, type Updates } from '../updates/updates.ts';
import type { openUpdateInstaller, UpdateInstallerParts } from './update-installer.ts';
import type { UpdateKind } from './update-kind.ts';

export type OpenUpdatesParts = Omit<UpdateInstallerParts, 'feed'> & {
  readonly kind: UpdateKind;
  readonly managed: ManagedSettings;
  readonly fetchAlone: FetchAlone;
  readonly quit: () => void;
  readonly clock: Clock;
  readonly log: Log;
};

/** electron-updater is half as large as all else: a start without an update does not load it. */
const whenNeeded = (
  load: () => Promise<ReturnType<typeof openUpdateInstaller>>,
): UpdateInstaller => {
  let loaded: Promise<UpdateInstaller> | null = null;
  const installer = (): Promise<UpdateInstaller> => (loaded ??= load());
  return {
    stage: async (found, hear) => (await installer()).stage(found, hear),
    install: async (options) => (await installer()).install(options),
  };
};

/** The desk of this program, looking from a minute after the start on; or none, with the reason. */
export const openUpdates = (parts: OpenUpdatesParts): Updates => {
  const { kind, managed, version, clock, log, dataDirectory } = parts;
  const channel = managed.updates.channel ?? CHANNEL;
  const feeds = managed.updates.feeds ?? FEEDS;
  const { publicKey } = managed.updates;
  if (managed.off.includes('updates')) return noUpdates('managed', version, channel);
  if (kind.kind === 'none') return noUpdates(kind.why, version, channel);
  if (feeds.length === 0) return noUpdates('noFeed', version, channel);
  const feed = new UpdateFeed({
    feeds,
    channel,
    keys: (publicKey === null ? TRUSTED_KEYS : [publicKey]).map(publicKeyFrom),
    current: version,
    target: `${process.platform}-${process.arch}`,
    fetchAlone: parts.fetchAlone,
    clock,
  });
  const desk = new UpdateDesk({
    version,
    channel,
    feed,
    installer: whenNeeded(async () => {
      const { openUpdateInstaller } = await import('./update-installer.ts');
      return openUpdateInstaller(kind, { ...parts, feed });
    }),
    skipped: new SkippedVersion(dataDirectory),
    quit: parts.quit,
    relaunch: () => parts.relaunch(kind.kind === 'appImage' ? kind.file : undefined),
    clock,
    log,
  });
  new StagedFolder(dataDirectory).sweep(version);
  desk.start();
  return desk;
};
