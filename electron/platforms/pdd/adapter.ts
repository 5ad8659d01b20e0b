import type { Adapter } from '../adapter/adapter.ts';
import { pddCodec } from './codec.ts';
import { pddManifest } from './manifest.ts';
import { pddPage } from './page.ts';

export const pddAdapter: Adapter = { manifest: pddManifest, page: pddPage, codec: pddCodec };
