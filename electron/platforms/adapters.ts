import type { Platform } from '#shared/model/platform.ts';
import { douyinAdapter } from './douyin/adapter.ts';
import { jdAdapter } from './jd/adapter.ts';
import type { Adapter } from './adapter/adapter.ts';
import { pddAdapter } from './pdd/adapter.ts';
import { taobaoAdapter } from './taobao/adapter.ts';

export const ADAPTERS: ReadonlyMap<Platform, Adapter> = new Map(
  [jdAdapter, taobaoAdapter, douyinAdapter, pddAdapter].map((adapter) => [
    adapter.manifest.platform,
    adapter,
  ]),
);
