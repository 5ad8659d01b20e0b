import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../core/ports/connectors.ts';
import { openChromiumPageHost } from '../../../web/chromium/chromium-page-host.ts';
import { findChromium } from '../../../web/chromium/find-chromium.ts';
import { asBuyerPin, asShopId, type ShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { ConnectorRegistry } from '../../connector-registry.ts';
import type { Adapter } from '../../adapter/adapter.ts';
import type { PageHost } from '../../session/page-session.ts';
import { simulatedSites } from '../../session/site-map.ts';
import { systemClock } from '../../../host/machine/system-clock.ts';
import { quietLog } from '../parts.ts';
import { RecordingSink } from '../recording-sink.ts';
import { fifthCodec } from './codec.ts';
import { FifthSite } from './fifth-site.ts';
import { FIFTH, fifthManifest } from './manifest.ts';
import { fifthPage } from './page.ts';

const fifthAdapter: Adapter = { manifest: fifthManifest, page: fifthPage, codec: fifthCodec };

describe('a fifth platform over the same host, in a real Chromium', () => {
  const sink = new RecordingSink();
  let site: FifthSite;
  let folder: string;
  let pages: PageHost;
  let connectors: ConnectorRegistry;

  beforeAll(async () => {
    const executable = await findChromium();
    if (executable === null)
      throw new Error('no Chromium on this machine: install one, or name it in DUODIAN_CHROMIUM');
    site = await FifthSite.start();
    folder = await mkdtemp(join(tmpdir(), 'duodian-fifth-'));
    const dataDirectory = folder;
    pages = openChromiumPageHost({ executable, dataDirectory, headless: true, log: quietLog });
    connectors = new ConnectorRegistry({
      adapters: new Map([[FIFTH, fifthAdapter]]),
      pages,
      sites: simulatedSites(site.base),
      sink,
      clock: systemClock,
      random: Math.random,
      log: quietLog,
    });
  });
  afterAll(async () => {
    await connectors.stop();
    await pages.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  });

  const connect = (shopId: ShopId, cookie: string): void =>
    connectors.connect(shopId, FIFTH, new Secret(cookie));
  const send = (shopId: ShopId, content: string): Promise<SendOutcome> =>
    connectors.send(
      shopId,
      {
        buyerPin: asBuyerPin('b1'),
        part: { type: 'text', content },
      },
      () => true,
      () => Promise.resolve(),
    );

  it('[PL1] [PL6] [CV3] connects with a cookie, receives once, sends with evidence', async () => {
    const shopId = asShopId('fifth-1');
    const cookie = site.addShop('one');
    const early = site.buyerSays(cookie, 'b1', 'said before');
    connect(shopId, cookie);
    await sink.untilState(shopId, 'online');
    const identity = sink.facts.find(({ kind }) => kind === 'platform.identity');
    expect(identity).toMatchObject({ shopId, name: 'one', adapterVersion: 'fifth 0.1.0' });

    await sink.untilMessage(shopId, ({ content }) => content === 'said before');
    const live = site.buyerSays(cookie, 'b1', 'said now');
    await sink.untilMessage(shopId, ({ content }) => content === 'said now');
    const outcome = await send(shopId, 'an answer');
    const written = site.said(cookie).filter(({ by }) => by === 'shop');
    expect(written).toMatchObject([{ buyer: 'b1', text: 'an answer' }]);
    expect(outcome).toMatchObject({ kind: 'sent', platformMessageId: written[0]?.id });

    // The list poll has brought all of them again by now.
    const { pollEveryMs } = fifthManifest;
    await new Promise((resolve) => setTimeout(resolve, 2 * pollEveryMs));
    const received = sink.messages(shopId).filter(({ from }) => from === 'buyer');
    expect(received.map(({ platformMessageId }) => platformMessageId)).toEqual([early.id, live.id]);
  });

  it('[PL5] another shop behind the page: nothing is written', async () => {
    const shopId = asShopId('fifth-2');
    connect(shopId, site.addShop('two'));
    await sink.untilState(shopId, 'online');
    const others = site.addShop('three');
    site.buyerSays(others, 'b1', 'meant for another shop');
    connect(shopId, others);
    const { reason } = await sink.untilState(shopId, 'identity_mismatch');
    expect(reason).toMatchObject({ code: 'otherShop', shopName: expect.stringContaining('three') });
    expect(await send(shopId, 'to the wrong shop')).toMatchObject({ kind: 'notWritten' });
    expect(site.said(others).map(({ by }) => by)).toEqual(['buyer']);
    expect(sink.messages(shopId)).toEqual([]);
  });

  it('[PL1] without a good cookie asks for a login', async () => {
    const shopId = asShopId('fifth-3');
    connect(shopId, 'desk=nobody');
    await sink.untilState(shopId, 'login_required');
  });
});
