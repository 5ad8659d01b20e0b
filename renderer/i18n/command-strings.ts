/** The name of every command of `shared/model/commands.ts`, on the sheet, in the palette and in the settings; part of the namespace `i18n`. */
export const commandStrings = {
  'zh-CN': {
    command: {
      inbox: {
        mostUrgent: '打开最急的买家',
        next: '下一个会话',
        previous: '上一个会话',
        search: '搜索',
      },
      conversation: {
        takeOver: '人工接管，再按一次结束',
        star: '加星标或取消',
        settle: '无需回复',
        close: '结束会话或重新打开',
      },
      composer: {
        send: '发送',
        sendAndNext: '发送并打开下一位最急的买家',
        break: '换行',
        takeSuggestion: '回复框为空时，把后台建议放进来修改',
      },
      phrases: { find: '在词首输入，查找快捷语', put: '放入第 1 到 9 条快捷语' },
      shops: {
        next: '下一家店铺',
        previous: '上一家店铺',
        choose: '第 1 到 9 个店铺标签',
      },
      help: { keys: '快捷键一览' },
    },
    commandGroup: {
      inbox: '会话列表',
      conversation: '当前会话',
      composer: '回复框',
      phrases: '快捷语',
      shops: '店铺',
      help: '帮助',
    },
  },
  en: {
    command: {
      inbox: {
        mostUrgent: 'Open the most urgent buyer',
        next: 'Next conversation',
        previous: 'Previous conversation',
        search: 'Search',
      },
      conversation: {
        takeOver: 'Take over, or hand back',
        star: 'Star, or remove the star',
        settle: 'No reply needed',
        close: 'Close the conversation, or reopen it',
      },
      composer: {
        send: 'Send',
        sendAndNext: 'Send and open the next most urgent buyer',
        break: 'New line',
        takeSuggestion: 'With an empty box: edit the back office’s suggestion',
      },
      phrases: {
        find: 'At the start of a word: find a quick phrase',
        put: 'Put in quick phrase 1 to 9',
      },
      shops: { next: 'Next shop', previous: 'Previous shop', choose: 'Shop tabs 1 to 9' },
      help: { keys: 'All keys' },
    },
    commandGroup: {
      inbox: 'List of conversations',
      conversation: 'This conversation',
      composer: 'Reply box',
      phrases: 'Quick phrases',
      shops: 'Shops',
      help: 'Help',
    },
  },
} as const;
