import type { Platform } from '#shared/model/platform.ts';
import { douyinCodec } from './douyin/codec.ts';
import { douyinManifest } from './douyin/manifest.ts';
import { douyinPage } from './douyin/page.ts';
import { jdCodec } from './jd/codec.ts';
import { jdManifest } from './jd/manifest.ts';
import { jdPage } from './jd/page.ts';
import type { Adapter, AdapterManifest } from './page/adapter.ts';
import { pddManifest } from './pdd/manifest.ts';
import { taobaoManifest } from './taobao/manifest.ts';

/** Until a platform has a page and a codec of its own, it has those of 抖音 (its version then ends in `-interim`). */
const overDouyin = (manifest: AdapterManifest): Adapter => ({
  manifest,
  page: douyinPage,
  codec: douyinCodec,
});

const LIST: readonly Adapter[] = [
  overDouyin(douyinManifest),
  { manifest: jdManifest, page: jdPage, codec: jdCodec },
  overDouyin(taobaoManifest),
  overDouyin(pddManifest),
];

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  LIST.map((adapter) => [adapter.manifest.platform, adapter]),
);
