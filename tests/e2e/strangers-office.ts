import { launchBrowser } from '../launch-browser.ts';
import { type App, startApp, startSandbox, temporaryFolder } from './programs.ts';
import { SandboxControl } from './sandbox-control.ts';
import { SpecGateway } from './spec-gateway.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** A workplace whose back office was written by somebody else; the platforms are simulated. */
export type StrangersOffice = {
  readonly gateway: SpecGateway;
  readonly control: SandboxControl;
  readonly app: App;
  readonly page: WorkbenchPage;
  /** The platforms' servers are gone. */
  stopPlatforms(): Promise<unknown>;
  close(): Promise<void>;
};

const TOKEN = 'spec/only token';

export const openStrangersOffice = async (): Promise<StrangersOffice> => {
  const gateway = await SpecGateway.start(encodeURIComponent(TOKEN));
  const platforms = await startSandbox(['--only', 'platforms']);
  const data = await temporaryFolder();
  const app = await startApp({
    data: data.folder,
    gateway: gateway.address,
    token: TOKEN,
    platforms: platforms.ready.platforms,
  });
  const browser = await launchBrowser();
  const page = await WorkbenchPage.open(browser, app.ready.url);
  return {
    gateway,
    control: new SandboxControl(platforms.ready.control),
    app,
    page,
    stopPlatforms: () => platforms.stop(),
    close: async () => {
      await browser.close();
      await app.stop();
      await gateway.close();
      await platforms.stop();
      await data.remove();
    },
  };
};
