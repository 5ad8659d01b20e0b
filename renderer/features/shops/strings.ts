/** Words of the shop tabs. */
export const strings = {
  'zh-CN': {
    tabs: '店铺',
    all: '全部店铺',
    waiting: '{{count}} 位买家等待',
    nobodyWaits: '没有买家等待',
    shopsOnline: '{{online}}/{{all}} 家在线',
    menu: '店铺操作',
    retry: '重新连接',
    edit: '别名、颜色与接待方式…',
  },
  en: {
    tabs: 'Shops',
    all: 'All shops',
    waiting: '{{count}} waiting',
    nobodyWaits: 'Nobody is waiting',
    shopsOnline: '{{online}} of {{all}} online',
    menu: 'Shop actions',
    retry: 'Reconnect',
    edit: 'Alias, colour and mode…',
  },
} as const;
