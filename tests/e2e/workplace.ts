import { eventually } from './eventually.ts';
import { browserHost, type Host } from './hosts.ts';
import {
  type App,
  type Program,
  type SandboxProgram,
  startSandbox,
  temporaryFolder,
} from './programs.ts';
import { type Ledger, SandboxControl, type ShopLedger } from './sandbox-control.ts';
import type { WorkbenchPage } from './workbench-page.ts';

/** A whole workplace: the simulated world, the app on one of its hosts, and its page. */
export type Workplace<Hosted extends Program = Program> = {
  readonly sandbox: SandboxProgram;
  readonly control: SandboxControl;
  readonly data: string;
  app: Hosted;
  page: WorkbenchPage;
  /** Starts the app again on the same data, as after a crash, and opens its page. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export const openWorkplaceOn = async <Hosted extends Program>(
  host: Host<Hosted>,
): Promise<Workplace<Hosted>> => {
  const sandbox = await startSandbox();
  const { folder, remove } = await temporaryFolder();
  const { gateway, token, platforms, control } = sandbox.ready;
  const { launch, close } = await host.open();
  const launched = await launch({ data: folder, gateway, token, platforms });
  const workplace: Workplace<Hosted> = {
    sandbox,
    control: new SandboxControl(control),
    data: folder,
    ...launched,
    restart: async () => {
      await workplace.page.close();
      Object.assign(workplace, await launch({ data: folder, gateway, token, platforms }));
    },
    close: async () => {
      await workplace.page.close();
      await workplace.app.stop();
      await close();
      await sandbox.stop();
      await remove();
    },
  };
  return workplace;
};

/** On the browser host. */
export const openWorkplace = (host: Host<App> = browserHost()): Promise<Workplace<App>> =>
  openWorkplaceOn(host);

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

export const shopIsOnline = async (
  workplace: Pick<Workplace, 'page'>,
  name: string,
): Promise<void> => {
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
  workplace: Pick<Workplace, 'control'>,
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
