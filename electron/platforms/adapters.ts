import type { Platform } from '#shared/model/platform.ts';
import { douyinCodec } from './douyin/codec.ts';
import { douyinManifest } from './douyin/manifest.ts';
import { douyinPage } from './douyin/page.ts';
import { jdManifest } from './jd/manifest.ts';
import type { Adapter, AdapterManifest } from './page/adapter.ts';
import { pddManifest } from './pdd/manifest.ts';
import { taobaoCodec } from './taobao/codec.ts';
import { taobaoManifest } from './taobao/manifest.ts';
import { taobaoPage } from './taobao/page.ts';

/** Until a platform has a page and a codec of its own, it has those of 抖音 (its version then ends in `-interim`). */
const overDouyin = (manifest: AdapterManifest): Adapter => ({
  manifest,
  page: douyinPage,
  codec: douyinCodec,
});

const taobao: Adapter = { manifest: taobaoManifest, page: taobaoPage, codec: taobaoCodec };

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  [overDouyin(douyinManifest), overDouyin(jdManifest), taobao, overDouyin(pddManifest)].map(
    (adapter) => [adapter.manifest.platform, adapter],
  ),
);
