import type { Platform } from '#shared/model/platform.ts';

export type DemoShop = {
  readonly platform: Platform;
  readonly name: string;
  readonly hasAi: boolean;
};

const FIRST_FOUR: readonly DemoShop[] = [
  { platform: 'jd', name: '青禾家居旗舰店', hasAi: false },
  { platform: 'taobao', name: '小满服饰', hasAi: true },
  { platform: 'douyin', name: '山野零食', hasAi: false },
  { platform: 'pdd', name: '优选日用', hasAi: true },
];
const MORE_NAMES = [
  '青禾灯饰',
  '小满童装',
  '山野茶铺',
  '优选厨房',
  '云上家纺',
  '南风百货',
] as const;

/** How many shops a demo has that asks for no number. */
export const USUAL_SHOPS = FIRST_FOUR.length;

/** The first four have the names of the demo. */
export const demoShops = (count: number): readonly DemoShop[] =>
  Array.from({ length: count }, (_, index) => {
    const first = FIRST_FOUR[index % FIRST_FOUR.length];
    if (first === undefined) throw new RangeError('no demo shops');
    if (index < FIRST_FOUR.length) return first;
    const name = MORE_NAMES[(index - FIRST_FOUR.length) % MORE_NAMES.length] ?? '店铺';
    const branch = Math.floor((index - FIRST_FOUR.length) / MORE_NAMES.length) + 1;
    return { ...first, name: branch === 1 ? name : `${name} ${branch} 店` };
  });
