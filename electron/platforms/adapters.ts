import type { Platform } from '#shared/model/platform.ts';
import { douyinCodec } from './douyin/codec.ts';
import { douyinManifest } from './douyin/manifest.ts';
import { douyinPage } from './douyin/page.ts';
import { jdManifest } from './jd/manifest.ts';
import type { Adapter, AdapterManifest } from './page/adapter.ts';
import { pddCodec } from './pdd/codec.ts';
import { pddManifest } from './pdd/manifest.ts';
import { pddPage } from './pdd/page.ts';
import { taobaoManifest } from './taobao/manifest.ts';

/** Until a platform has a page and a codec of its own, it has those of 抖音 (its version then ends in `-interim`). */
const overDouyin = (manifest: AdapterManifest): Adapter => ({
  manifest,
  page: douyinPage,
  codec: douyinCodec,
});

const LIST: readonly Adapter[] = [
  ...[douyinManifest, jdManifest, taobaoManifest].map(overDouyin),
  { manifest: pddManifest, page: pddPage, codec: pddCodec },
];

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  LIST.map((adapter) => [adapter.manifest.platform, adapter]),
);
