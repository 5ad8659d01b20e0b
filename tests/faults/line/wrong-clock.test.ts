import { expect, it } from 'vitest';
import { LineWorld, until } from './line-world.ts';
import { CLOCK_OK } from '#shared/model/clock-status.ts';

it('wrong clock: told by the answer to the upgrade, and taken back by the next one that agrees', async () => {
  const world = await LineWorld.open({ welcome: (peer) => peer.success() });
  const skewMs = (): number | null => world.core.replica().clock.skewMs;
  try {
    world.gateway.serverTime = world.clock.now() - 180_000;
    world.client.start();
    await until(() => skewMs() !== null, 'it is told');
    // The header has whole seconds.
    expect(skewMs()).toBeGreaterThan(179_000);
    expect(skewMs()).toBeLessThan(190_000);
    world.gateway.serverTime = world.clock.now();
    world.proxy.last.cut('rst');
    await until(() => skewMs() === null, 'it is taken back');
    expect(world.core.replica().clock).toEqual(CLOCK_OK);
  } finally {
    await world.close();
  }
});
