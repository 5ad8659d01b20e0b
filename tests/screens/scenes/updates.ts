import type { Page } from 'playwright';
import type { UpdateOffer, UpdateState } from '#shared/model/updates.ts';
import { openSettings } from './settings.ts';
import type { Scenes } from './scene.ts';

export const OFFER: UpdateOffer = {
  version: '0.2.0',
  bytes: 118 * 1024 * 1024,
  notes: {
    'zh-CN': '· 断线重连更快\n· 新增两种快捷键',
    en: '· Reconnects faster\n· Two more shortcuts',
  },
};

/** As the program tells it to the screen. */
export const tellUpdate = (page: Page, state: UpdateState): Promise<void> =>
  page.evaluate((told) => {
    window.harness.publish({ updates: { version: '0.1.0', channel: 'stable', state: told } });
  }, state);

const about =
  (state: UpdateState) =>
  async (page: Page): Promise<void> => {
    await tellUpdate(page, state);
    await openSettings(page, '关于');
  };

/** Every state of an update. */
export const UPDATES: Scenes = {
  'update-notice': async (page) => {
    await tellUpdate(page, { kind: 'available', offer: OFFER, dismissed: null });
    await page.getByRole('button', { name: '有新版本 0.2.0' }).waitFor();
  },
  'update-available': about({ kind: 'available', offer: OFFER, dismissed: null }),
  'update-downloading': about({ kind: 'downloading', offer: OFFER, done: 0.45 }),
  'update-ready': about({ kind: 'ready', offer: OFFER, install: 'undecided' }),
  'update-refused': about({ kind: 'refused', why: 'badSignature', offer: null }),
  'update-none': about({ kind: 'none', why: 'packageManager' }),
};
