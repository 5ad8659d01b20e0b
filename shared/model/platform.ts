/** The four platforms. `null` in a shop means that the gateway has not named one yet. */
export const PLATFORMS = ['jd', 'taobao', 'douyin', 'pdd'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** `platform_name` of the gateway's `connect_success` (spec 5.1), with the spellings seen for each platform. */
const PLATFORM_NAMES: ReadonlyMap<string, Platform> = new Map(
  Object.entries({
    京东: 'jd',
    jd: 'jd',
    淘宝: 'taobao',
    天猫: 'taobao',
    taobao: 'taobao',
    tmall: 'taobao',
    抖音: 'douyin',
    抖店: 'douyin',
    douyin: 'douyin',
    拼多多: 'pdd',
    pdd: 'pdd',
    pinduoduo: 'pdd',
  } satisfies Record<string, Platform>),
);

/** The platform that a `platform_name` means, or null for a name nobody knows. */
export const platformNamed = (name: string): Platform | null =>
  PLATFORM_NAMES.get(name.trim().toLowerCase()) ?? null;

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
