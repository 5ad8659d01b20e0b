import type { Adapter } from '../adapter/adapter.ts';
import { jdCodec } from './codec.ts';
import { jdManifest } from './manifest.ts';
import { jdPage } from './page.ts';

export const jdAdapter: Adapter = { manifest: jdManifest, page: jdPage, codec: jdCodec };
