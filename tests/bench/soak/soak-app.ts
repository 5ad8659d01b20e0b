import { setFlagsFromString } from 'node:v8';
import { alwaysDirect } from '../../../electron/network/route.ts';
import type { Core } from '../../../electron/core/core.ts';
import type { Connectors } from '../../../electron/core/ports/connectors.ts';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { systemClock } from '../../../electron/host/machine/system-clock.ts';
import { builtRenderer } from '../../../electron/host/site/built-renderer.ts';
import { RendererFiles } from '../../../electron/host/site/renderer-files.ts';
import { openSite } from '../../../electron/host/site/site.ts';
import { DeltaPublisher } from '../../../electron/ipc/delta-publisher.ts';
import { MediaThread } from '../../../electron/media/media-thread.ts';
import { OutgoingFiles } from '../../../electron/media/outgoing-files.ts';
import { quietLog } from '../../../electron/platforms/testing/parts.ts';
import { namesItsOrigin, PageServer } from '../../../electron/web/http-server.ts';
import { TransportServer } from '../../../electron/web/transport-server.ts';
import { noUpdates } from '../../../electron/updates/updates.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { asPlatformMessageId, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { CoreProgram } from '../../core-program.ts';
import { heldMiB } from '../../faults/endurance/memory.ts';
import type { FromApp, ToApp } from './words.ts';

/**
 * The app under test in a process of its own: core, database, gateway client, publisher and page server are the product's. The
 * platforms are left out, because two hundred of their pages do not fit on one machine: every shop is online, what is sent
 * arrives, and buyers speak when the bench says so. `argv`: the data directory, the back office's address.
 */
// As `electron/serve.ts` does.
setFlagsFromString('--semi-space-growth-factor=1');
const [, , directory = '', server = ''] = process.argv;
const MEDIA_WORKER = new URL('../../../electron/media/worker.ts', import.meta.url);
const KEY_LIFE_MS = 600_000;
const tell = (message: FromApp): void => {
  process.send?.(message);
};

let number = 0;
const nextId = (): ReturnType<typeof asPlatformMessageId> =>
  asPlatformMessageId(`soak-${String((number += 1))}`);

const goOnline = async (core: Core, shopId: ShopId): Promise<void> => {
  await core.accept({
    kind: 'platform.identity',
    shopId,
    name: core.replica().shops[shopId]?.name ?? shopId,
    capabilities: ['text', 'transfer', 'staff'],
    adapterVersion: 'soak 1.0.0',
    textLimit: 300,
  });
  for (const kind of ['connect.began', 'identity.confirmed'] as const)
    await core.accept({ kind: 'platform.event', shopId, event: { kind }, at: Date.now() });
};

/** Platforms that are always well. */
const wellPlatforms = (core: Core): Connectors => ({
  connect: (shopId) => void goOnline(core, shopId),
  send: async (...[, , mayWrite]) =>
    mayWrite()
      ? { kind: 'sent', platformMessageId: nextId(), sentAt: Date.now() }
      : { kind: 'notWritten', why: 'held' },
  listStaff: () => Promise.resolve(ok([])),
  transfer: () => Promise.resolve({ kind: 'transferred' }),
  showPage: () => Promise.resolve(refuse('shop.noPage')),
  hidePage: () => Promise.resolve(),
  challenge: () => null,
  retry: () => ok(null),
  forget: () => Promise.resolve(),
});

const hear = async (core: Core, buyers: readonly ConversationRef[]): Promise<void> => {
  for (const { shopId, buyerPin } of buyers) {
    void core.accept({
      kind: 'platform.messages',
      shopId,
      messages: [
        {
          platformMessageId: nextId(),
          buyerPin,
          buyerName: null,
          avatarUrl: null,
          from: 'buyer',
          type: 'text',
          content: `请问第 ${String(number)} 单什么时候发出？`,
          card: null,
          sentAt: Date.now(),
        },
      ],
    });
  }
};

const publisher = new DeltaPublisher({ clock: systemClock, epoch: 'soak' });
const program = await CoreProgram.open({ file: databaseFileIn(directory), publisher });
const { core } = program;
const handlers: CallHandlers = {
  ...core.handlers,
  'sync.loadSnapshot': () => ok(publisher.snapshot(() => core.replica())),
  'links.openExternal': () => ok(null),
  'window.coverPage': () => ok(null),
  'gateway.loadTokenProtection': () => ok('file'),
  'shops.noteWatched': () => ok(null),
  'storage.acknowledgeRepair': () => ok(null),
  'desktop.load': () => ok(null),
  'desktop.setStartsAtLogin': () => refuse('ipc.failed'),
  'desktop.openConversation': () => refuse('ipc.failed'),
  'phrases.export': () => refuse('ipc.failed'),
  'diagnostics.loadQueues': () => refuse('ipc.failed'),
  'diagnostics.loadPages': () => refuse('ipc.failed'),
  'diagnostics.preview': () => refuse('ipc.failed'),
  'diagnostics.export': () => refuse('ipc.failed'),
  ...noUpdates('checkout', '', '').handlers,
};
const clock = systemClock;
const log = quietLog;
const pages = await PageServer.open(0, { platform: process.platform, clock, log });
const transport = new TransportServer({ pages, handlers, publisher, clock, log });
pages.serve(
  openSite({
    files: new RendererFiles(await builtRenderer(), () => ({ language: 'zh-CN', theme: 'light' })),
    media: new MediaThread({ routes: alwaysDirect, workerUrl: MEDIA_WORKER, platforms: null, log }),
    outgoing: new OutgoingFiles(directory, () => null),
    log,
    mayWrite: namesItsOrigin,
  }),
);
await program.begin(server, wellPlatforms(core));
process.on('message', (message: ToApp) => {
  if (message.say === 'buyers') void hear(core, message.from);
  else if (message.say === 'look') tell({ tell: 'looked', heapMiB: heldMiB() });
  else {
    transport.stop();
    void Promise.all([pages.close(), program.close()]).then(() => process.exit(0));
  }
});
process.on('disconnect', () => process.exit(0));
tell({ tell: 'ready', url: pages.addressFor(KEY_LIFE_MS) });
