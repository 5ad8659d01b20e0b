import type { Adapter } from '../adapter/adapter.ts';
import { douyinCodec } from './codec.ts';
import { douyinManifest } from './manifest.ts';
import { douyinPage } from './page.ts';

export const douyinAdapter: Adapter = {
  manifest: douyinManifest,
  page: douyinPage,
  codec: douyinCodec,
};
