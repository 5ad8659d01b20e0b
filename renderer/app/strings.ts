/** Words of the frame around the features. */
export const strings = {
  'zh-CN': {
    sections: '主导航',
    section: {
      conversations: '会话',
      attention: '验证',
      status: '状态',
      settings: '设置',
    },
    waiting: '{{count}} 位买家等待',
    attentionCount: '{{count}} 家店铺需要处理',
    resize: { list: '调整会话列表宽度', side: '调整买家面板宽度' },
    hideSide: '收起买家面板',
    showSide: '展开买家面板',
    door: {
      title: '这个页面需要重新打开',
      hint: '启动地址只能用一次，过期也会失效。请在运行多店的窗口里输入 open 并按回车，打开新打印的地址；也可以重新启动多店。',
    },
    pickTitle: '选择一个会话',
    pickHint: '左侧按剩余时间排序，超时的在最前。按 Ctrl+J 打开最急的买家。',
    pickUrgent: '打开最急的买家',
    titleWaiting: '({{count}}) 多店',
    aloneGone: '这个会话已经不在这台电脑上',
    aloneGoneHint: '可以关闭这个窗口。',
    title: '多店',
  },
  en: {
    sections: 'Main navigation',
    section: {
      conversations: 'Chats',
      attention: 'Verify',
      status: 'Status',
      settings: 'Settings',
    },
    waiting: '{{count}} waiting',
    attentionCount: 'shops that need attention: {{count}}',
    resize: { list: 'Width of the conversation list', side: 'Width of the buyer panel' },
    hideSide: 'Hide the buyer panel',
    showSide: 'Show the buyer panel',
    door: {
      title: 'Open this page anew',
      hint: 'A start address works once and not for long. In the window where Duodian runs, type open and press Enter, then open the address that it prints; or start Duodian again.',
    },
    pickTitle: 'Choose a conversation',
    pickHint:
      'The list is sorted by the time that is left, overdue first. Ctrl+J opens the most urgent.',
    pickUrgent: 'Open the most urgent',
    titleWaiting: '({{count}}) Duodian',
    aloneGone: 'This conversation is no longer on this computer',
    aloneGoneHint: 'You can close this window.',
    title: 'Duodian',
  },
} as const;
