import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, longest first; begun last, one of them would be waited for alone at the end. */
const LONG = [
  'e2e/bad-input.test.ts',
  'e2e/crash.test.ts',
  'e2e/shop-health.test.ts',
  'tests/faults/kill.test.ts',
  'pdd.contract.test.ts',
  'taobao.contract.test.ts',
  'douyin.contract.test.ts',
  'jd.contract.test.ts',
  'tests/faults/cuts-browser.test.ts',
  'tests/faults/disk.test.ts',
  'tests/faults/powercut.test.ts',
  'tests/faults/damage.test.ts',
  'tests/faults/cuts.test.ts',
  'tests/faults/many-shops.test.ts',
  'chromium-page-host.test.ts',
  'storage/open-store.test.ts',
  'sandbox/workbench.test.ts',
  'electron/serve.test.ts',
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
