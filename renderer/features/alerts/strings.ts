/** Words of the shop alerts. */
export const strings = {
  'zh-CN': {
    region: '需要处理的店铺',
    waited: '已 {{time}}',
    summary: '{{count}} 家店铺需要处理',
    expand: '展开',
    collapse: '收起',
  },
  en: {
    region: 'Shops that need you',
    waited: 'for {{time}}',
    summary: '{{count}} shops need you',
    expand: 'Show all',
    collapse: 'Show less',
  },
} as const;
