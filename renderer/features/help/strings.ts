/** Words of the key sheet. */
export const strings = {
  'zh-CN': { title: '快捷键' },
  en: { title: 'Keys' },
} as const;
