import type { Platform } from '#shared/model/platform.ts';
import { douyinAdapter } from './douyin/adapter.ts';
import { jdManifest } from './jd/manifest.ts';
import type { Adapter } from './page/adapter.ts';
import { pddAdapter } from './pdd/adapter.ts';
import { taobaoAdapter } from './taobao/adapter.ts';

/** Until a platform has a page and a codec of its own, it has those of 抖音 (its version then ends in `-interim`). */
const jdAdapter: Adapter = { ...douyinAdapter, manifest: jdManifest };

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  [jdAdapter, taobaoAdapter, douyinAdapter, pddAdapter].map((adapter) => [
    adapter.manifest.platform,
    adapter,
  ]),
);
