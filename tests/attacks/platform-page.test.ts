import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../e2e/eventually.ts';
import {
  type App,
  type SandboxProgram,
  startApp,
  startSandbox,
  temporaryFolder,
} from '../e2e/programs.ts';
import { SandboxControl } from '../e2e/sandbox-control.ts';
import { hasVirtualDisplay, openVirtualDisplay } from '../e2e/virtual-display.ts';
import { type Attack, HostileSite } from '../faults/hostile/hostile-site.ts';

const LONGEST_SILENCE_MS = 8_000;

/**
 * A shop's page asks for whatever a page may ask of a person, while nobody looks at it. Where this machine has a virtual display the
 * pages have windows, as an agent's have: much of it only opens there.
 */
describe('[PL11] a hidden page that asks for a person', () => {
  let sandbox: SandboxProgram;
  let control: SandboxControl;
  let site: HostileSite;
  let app: App;
  let folder = '';
  const undo: (() => unknown)[] = [];

  beforeAll(async () => {
    const place = await temporaryFolder();
    undo.push(place.remove);
    ({ folder } = place);
    const home = path.join(folder, 'home');
    await mkdir(home);
    const display = hasVirtualDisplay() ? await openVirtualDisplay() : null;
    undo.push(() => display?.close());
    [sandbox, site] = await Promise.all([startSandbox(), HostileSite.start()]);
    undo.push(
      () => sandbox.stop(),
      () => site.close(),
    );
    control = new SandboxControl(sandbox.ready.control);
    app = await startApp({
      data: path.join(folder, 'data'),
      gateway: sandbox.ready.gateway,
      token: sandbox.ready.token,
      platforms: site.base,
      ...(display !== null && {
        windows: { DISPLAY: display.name, HOME: home, XDG_CONFIG_HOME: home },
      }),
    });
    undo.push(() => app.stop());
  });
  afterAll(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  const push = (attack: Attack): Promise<unknown> =>
    control.send({
      type: 'connect_success',
      content: `sessionid=cookie-of-${attack}`,
      store_id: attack,
      platform_name: '抖音',
    });
  /** How many buyers' words of this shop have reached the back office. */
  const heardOf = async (attack: Attack): Promise<number> =>
    (await control.ledger()).gateway.received.filter(
      ({ type, ...frame }) => type === 'message' && frame['store_id'] === attack,
    ).length;

  it('gets no answer but "no", holds nobody up, opens nothing and leaves no file', async () => {
    await push('healthy');
    await eventually(async () => expect(await heardOf('healthy')).toBeGreaterThan(2), 40_000);
    await push('asks');
    let heard = await heardOf('healthy');
    let heardAt = performance.now();
    let longestSilenceMs = 0;
    const listen = async (): Promise<void> => {
      const now = await heardOf('healthy');
      longestSilenceMs = Math.max(longestSilenceMs, performance.now() - heardAt);
      if (now === heard) return;
      heard = now;
      heardAt = performance.now();
    };
    await eventually(async () => {
      await listen();
      // It came to the end of all that it asks, and its shop still receives.
      expect(site.told.get('asks')).toBeGreaterThan(0);
      expect(await heardOf('asks')).toBe(1);
    }, 45_000);
    expect(site.told.get('asks')).toBe(site.steps.get('asks'));
    expect(longestSilenceMs).toBeLessThan(LONGEST_SILENCE_MS);
    expect([...site.asked.keys()].filter((key) => key.endsWith('/window'))).toEqual([]);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /attack|crdownload|Downloads/u.test(name))).toEqual([]);
    const log = app.stderr();
    for (const asked of ['dialog alert', 'dialog confirm', 'dialog prompt'])
      expect(log).toContain(`page.askRefused {"shopId":"asks","asked":"${asked}"}`);
  });
});
