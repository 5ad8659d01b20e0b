import { startApp, startSandbox, temporaryFolder } from '../e2e/programs.ts';
import { SandboxControl } from '../e2e/sandbox-control.ts';
import { harnessOfProgram, type PageHarness } from './page-harness.ts';

/** The simulated world, the app on a folder of its own, and a page of it without a screen. */
export type ScreenlessWorkplace = {
  readonly control: SandboxControl;
  readonly harness: PageHarness;
  /** The app's data directory. */
  readonly data: string;
  close(): Promise<void>;
};

export const openScreenlessWorkplace = async (): Promise<ScreenlessWorkplace> => {
  const sandbox = await startSandbox();
  const { folder: data, remove } = await temporaryFolder();
  const { gateway, token, platforms, control } = sandbox.ready;
  const app = await startApp({ data, gateway, token, platforms });
  const page = await harnessOfProgram(app.ready.url);
  return {
    control: new SandboxControl(control),
    harness: page.harness,
    data,
    close: async () => {
      page.close();
      await app.stop();
      await sandbox.stop();
      await remove();
    },
  };
};
