/** The four platforms. `null` in a shop means that the gateway has not named one yet. */
export const PLATFORMS = ['jd', 'taobao', 'douyin', 'pdd'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * `platform_name` of the gateway's `connect_success` (spec 5.1): the platforms' own names, those of their merchant programs,
 * and their usual spellings. Without blanks, in small letters.
 */
const NAMES: Readonly<Record<Platform, readonly string[]>> = {
  jd: ['京东', '京东商城', '京东自营', '京麦', 'jd', 'jd.com', 'jingdong', 'jingmai'],
  taobao: [
    '淘宝',
    '淘宝网',
    '淘宝商城',
    '天猫',
    '天猫商城',
    '天猫国际',
    '千牛',
    'taobao',
    'tmall',
    'qianniu',
    'tb',
  ],
  douyin: [
    '抖音',
    '抖店',
    '抖音小店',
    '抖音电商',
    '抖音商城',
    '飞鸽',
    'douyin',
    'doudian',
    'feige',
    'dy',
  ],
  pdd: ['拼多多', '拼多多商家', '拼多多商家版', '拼多多商家后台', 'pdd', 'pinduoduo'],
};

const PLATFORM_BY_NAME: ReadonlyMap<string, Platform> = new Map(
  PLATFORMS.flatMap((platform) => NAMES[platform].map((name) => [name, platform] as const)),
);

/** The platform that a `platform_name` means, or null for a name nobody knows. */
export const platformNamed = (name: string): Platform | null =>
  PLATFORM_BY_NAME.get(name.replaceAll(/\s+/gu, '').toLowerCase()) ?? null;

/** What an adapter can do (PL9). What it cannot do is not offered, and the button says why. */
export type Capability =
  | 'text'
  | 'image'
  | 'video'
  /** A file of the agent's goes through the page; without it an image is an address. */
  | 'upload'
  | 'product_card'
  | 'order_card'
  | 'transfer'
  | 'staff'
  | 'presence'
  | 'history'
  | 'recall';
