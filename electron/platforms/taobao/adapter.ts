import type { Adapter } from '../adapter/adapter.ts';
import { taobaoCodec } from './codec.ts';
import { taobaoManifest } from './manifest.ts';
import { taobaoPage } from './page.ts';

export const taobaoAdapter: Adapter = {
  manifest: taobaoManifest,
  page: taobaoPage,
  codec: taobaoCodec,
};
