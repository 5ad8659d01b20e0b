import type { Platform } from '#shared/model/platform.ts';
import { assertNever } from '#shared/model/result.ts';
import type { SeededRandom } from '../seeded.ts';

export type Person = { readonly pin: string; readonly name: string };

/** Nicknames as the platforms show them; some hide their middle. */
const NAMES = [
  '林小满',
  '阿泽的快乐星球',
  't***8',
  '周周有鱼',
  '海边的卡夫卡',
  '陈先生 138',
  '可可不加糖',
  '今天也要早睡',
  '一颗薄荷糖',
  '老张的杂货铺',
  '小鹿乱撞',
  '木***林',
  '北方有佳人',
  '橘子汽水',
  '豆包妈妈',
  'Lucky_7',
  '山间明月',
  '吃饱再减肥',
  '王女士 186',
  '不吃香菜',
  '云朵棉花糖',
  '隔壁老王',
  '夏***天',
  '团团圆圆',
  '薯片不薯条',
  '风吹麦浪',
  '小***5',
  '程序员阿伟',
  '开心果果',
  '夜航船',
] as const;

/** Buyer accounts in each platform's manner; 拼多多 has plain numbers, 淘宝 and 抖音 opaque texts. */
export const pinOf = (platform: Platform, number: number, random: SeededRandom): string => {
  const digits = (length: number): string =>
    Array.from({ length }, () => random.between(0, 9)).join('');
  switch (platform) {
    case 'jd':
      return `jd_user_${String(number).padStart(3, '0')}`;
    case 'taobao':
      return `tb${digits(9)}`;
    case 'douyin':
      return `AQ${digits(6)}:${digits(12)}`;
    case 'pdd':
      return `9${digits(12)}`;
    default:
      return assertNever(platform);
  }
};

/** `count` people of one shop. Each shop starts elsewhere in the list, so that small demos have no namesakes. */
export const inventPeople = (
  platform: Platform,
  shopNumber: number,
  count: number,
  random: SeededRandom,
): readonly Person[] =>
  Array.from({ length: count }, (_, index) => {
    const nameIndex = (shopNumber * count + index) % NAMES.length;
    return { pin: pinOf(platform, index + 1, random), name: NAMES[nameIndex] ?? `买家 ${index}` };
  });
