/** Words of the shop alerts. */
export const strings = {
  'zh-CN': {
    region: '需要处理的店铺',
    waited: '已等 {{time}}',
    longest: '最久 {{time}}',
    toVerify_one: '{{count}} 家店铺等待验证',
    toVerify_other: '{{count}} 家店铺等待验证',
    others_one: '{{count}} 家店铺需要处理',
    others_other: '{{count}} 家店铺需要处理',
    moreOthers: '另有 {{count}} 家需要处理',
    expand: '展开',
    collapse: '收起',
  },
  en: {
    region: 'Shops that need you',
    waited: 'for {{time}}',
    longest: 'longest {{time}}',
    toVerify_one: '{{count}} shop waits for verification',
    toVerify_other: '{{count}} shops wait for verification',
    others_one: '{{count}} shop needs you',
    others_other: '{{count}} shops need you',
    moreOthers: 'and {{count}} more in need',
    expand: 'Show all',
    collapse: 'Show less',
  },
} as const;
