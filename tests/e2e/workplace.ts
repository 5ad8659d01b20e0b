import type { Browser } from 'playwright';
import { eventually } from './eventually.ts';
import {
  type App,
  type SandboxProgram,
  startApp,
  startSandbox,
  temporaryFolder,
} from './programs.ts';
import { type Ledger, SandboxControl, type ShopLedger } from './sandbox-control.ts';
import { launchBrowser } from '../launch-browser.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** A whole workplace: the simulated world, the app, and the agent's browser on its page. */
export type Workplace = {
  readonly sandbox: SandboxProgram;
  readonly control: SandboxControl;
  readonly browser: Browser;
  readonly data: string;
  app: App;
  page: WorkbenchPage;
  /** Starts the app again on the same data, as after a crash, and opens its page. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** `windows`: platform pages with windows (see `startApp`). */
export const openWorkplace = async (
  windows?: Readonly<Record<string, string>>,
): Promise<Workplace> => {
  const sandbox = await startSandbox();
  const { folder, remove } = await temporaryFolder();
  const browser = await launchBrowser();
  const launch = (): Promise<App> =>
    startApp({
      data: folder,
      gateway: sandbox.ready.gateway,
      token: sandbox.ready.token,
      platforms: sandbox.ready.platforms,
      ...(windows === undefined ? {} : { windows }),
    });
  const app = await launch();
  const workplace: Workplace = {
    sandbox,
    control: new SandboxControl(sandbox.ready.control),
    browser,
    data: folder,
    app,
    page: await WorkbenchPage.open(browser, app.ready.url),
    restart: async () => {
      await workplace.page.close();
      workplace.app = await launch();
      workplace.page = await WorkbenchPage.open(browser, workplace.app.ready.url);
    },
    close: async () => {
      await browser.close();
      await workplace.app.stop();
      await sandbox.stop();
      await remove();
    },
  };
  return workplace;
};

/** A shop that is logged in and receiving. */
export const openShop = async (
  workplace: Workplace,
  name: string,
  platform = '抖音',
): Promise<{ shop: string; cookie: string }> => {
  const { store_id: shop, cookie } = await workplace.control.addShop(platform, name);
  await workplace.control.login(shop);
  await shopIsOnline(workplace, name);
  return { shop, cookie };
};

export const shopIsOnline = async (workplace: Workplace, name: string): Promise<void> => {
  const tab = workplace.page.shopTab(name);
  await tab.waitFor({ timeout: 30_000 });
  await eventually(async () => {
    const description = (await tab.getAttribute('aria-description')) ?? '';
    if (!/正常接收/u.test(description)) throw new Error(`${name} is not online: ${description}`);
  }, 30_000);
};

export const shopLedger = (ledger: Ledger, shop: string): ShopLedger =>
  ledger.platforms[shop] ?? { sent_by_agent: [], transfers: [], buyers: {} };

/** What the shop said to a buyer, as the platform delivered it. */
export const heardBy = async (
  workplace: Workplace,
  shop: string,
  buyer: string,
): Promise<readonly string[]> =>
  (shopLedger(await workplace.control.ledger(), shop).buyers[buyer] ?? [])
    .filter((message) => message.from === 'shop')
    .map((message) => message.content);

/** The gateway's ledger of one shop's frames of one type. */
export const framesOf = async (
  workplace: Workplace,
  shop: string,
  type: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await workplace.control.ledger()).gateway.received.filter(
    (frame) => frame.type === type && frame['store_id'] === shop,
  );
