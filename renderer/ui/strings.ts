import { contentStrings } from './content/content-strings.ts';

/** Words of the primitives. */
export const strings = {
  'zh-CN': {
    content: contentStrings['zh-CN'],
    close: '关闭',
    loading: '加载中',
    notices: '提示',
    unnamedShop: '店铺 {{id}}',
    platform: {
      jd: { mark: '京', name: '京东' },
      taobao: { mark: '淘', name: '淘宝' },
      douyin: { mark: '抖', name: '抖音' },
      pdd: { mark: '拼', name: '拼多多' },
      other: { mark: '店', name: '平台未知' },
    },
  },
  en: {
    content: contentStrings.en,
    close: 'Close',
    loading: 'Loading',
    notices: 'Notices',
    unnamedShop: 'Shop {{id}}',
    platform: {
      jd: { mark: 'JD', name: 'JD.com' },
      taobao: { mark: 'TB', name: 'Taobao' },
      douyin: { mark: 'DY', name: 'Douyin' },
      pdd: { mark: 'PD', name: 'Pinduoduo' },
      other: { mark: '?', name: 'Unknown platform' },
    },
  },
} as const;
