import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest; begun last, one of them would be waited for alone at the end. Those with many pages stand apart
 * from each other: three browsers at once are slow on two cores.
 */
const LONG = [
  'e2e/bad-input.test.ts',
  'e2e/crash.test.ts',
  'e2e/shop-health.test.ts',
  'e2e/pictures.test.ts',
  'e2e/secrets.test.ts',
  'e2e/main-job.test.ts',
  'tests/screens/axe.test.ts',
  'tests/screens/settings.test.ts',
  'pdd.contract.test.ts',
  'tests/faults/kill.test.ts',
  'storage/open-store.test.ts',
  'taobao.contract.test.ts',
  'tests/faults/disk.test.ts',
  'tests/faults/powercut.test.ts',
  'douyin.contract.test.ts',
  'tests/faults/damage.test.ts',
  'electron/serve.test.ts',
  'jd.contract.test.ts',
  'tests/faults/cuts.test.ts',
  'tests/faults/hostile-pages.test.ts',
  'tests/faults/many-shops.test.ts',
  'chromium-page-host.test.ts',
  'tests/faults/cuts-browser.test.ts',
  'tests/faults/cookies.test.ts',
];

/** What takes longest begins first, so that the workers end together. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(name));
      return place === -1 ? LONG.length : place;
    };
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
