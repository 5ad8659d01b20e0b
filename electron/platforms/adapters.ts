import type { Platform } from '#shared/model/platform.ts';
import { douyinCodec } from './douyin/codec.ts';
import { douyinManifest } from './douyin/manifest.ts';
import { douyinPage } from './douyin/page.ts';
import { jdManifest } from './jd/manifest.ts';
import type { Adapter, AdapterManifest } from './page/adapter.ts';
import { pddManifest } from './pdd/manifest.ts';
import { taobaoManifest } from './taobao/manifest.ts';

/** Until a platform has a page and a codec of its own, it has those of 抖音 (its version then ends in `-interim`). */
const overDouyin = (manifest: AdapterManifest): Adapter => ({
  manifest,
  page: douyinPage,
  codec: douyinCodec,
});

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  [douyinManifest, jdManifest, taobaoManifest, pddManifest].map((manifest) => [
    manifest.platform,
    overDouyin(manifest),
  ]),
);
