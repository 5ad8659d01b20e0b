import { afterAll, aroundEach, beforeAll, describe } from 'vitest';
import type { Platform } from '#shared/model/platform.ts';
import { healthCases } from './contract/health.contract.ts';
import type { ContractPlatform } from './contract/platform.contract.ts';
import { receivingCases } from './contract/receiving.contract.ts';
import { ContractHarness } from './contract/harness.contract.ts';
import { sendingCases } from './contract/sending.contract.ts';
import { sessionCases } from './contract/sessions.contract.ts';
import { staffCases } from './contract/staff.contract.ts';

/** What every adapter must do on its platform. It runs in a real Chromium, because a scripted page proves nothing of a page. */
export const connectorContract = (
  platform: Platform,
  start: () => Promise<ContractPlatform>,
): void => {
  // Each case has a shop of its own, and most of its time is waiting.
  describe.concurrent(`connector of ${platform}`, () => {
    const harness = new ContractHarness(platform);
    beforeAll(() => harness.begin(start));
    afterAll(() => harness.end());
    aroundEach((runCase) => harness.run(runCase));
    // Those that wait longest begin first.
    healthCases(harness);
    staffCases(harness);
    sessionCases(harness);
    sendingCases(harness);
    receivingCases(harness);
  });
};
