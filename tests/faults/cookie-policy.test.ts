import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { asShopId } from '#shared/model/ids.ts';
import { eventually } from '../e2e/eventually.ts';
import type { SandboxControl } from '../e2e/sandbox-control.ts';
import type { PageHarness } from './page-harness.ts';
import { openScreenlessWorkplace, type ScreenlessWorkplace } from './screenless-workplace.ts';

const STATE_MS = 40_000;
const STALE = 'session=stale';

describe.skipIf((await findChromium()) === null)(
  'the cookie that the back office pushes, and the app (needs Chromium)',
  () => {
    let place: ScreenlessWorkplace;
    let control: SandboxControl;
    let harness: PageHarness;

    beforeAll(async () => {
      place = await openScreenlessWorkplace();
      ({ control, harness } = place);
    });
    afterAll(() => place.close());

    const untilState = (shop: string, kind: string): Promise<void> =>
      eventually(
        () => expect(harness.replica?.shops[asShopId(shop)]?.state.kind).toBe(kind),
        STATE_MS,
      );

    it('[PL3] 京东: the session of the back office’s plugin logs in', async () => {
      const { store_id: shop, cookie } = await control.addShop('京东', '插件店');
      const pushed = await control.login(shop);
      expect(pushed.cookie).not.toBe(cookie);
      await untilState(shop, 'online');
    });

    it('[PL3] 抖音: the cookie of the merchant’s browser is what logs in, or does not', async () => {
      const { store_id: shop, cookie } = await control.addShop('抖音', '直通店');
      expect(await control.login(shop, { cookie: STALE })).toEqual({ cookie: STALE });
      await untilState(shop, 'login_required');
      expect(await control.login(shop, { cookie })).toEqual({ cookie });
      await untilState(shop, 'online');
    });
  },
);
