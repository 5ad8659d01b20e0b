import type { Language } from '#shared/model/language.ts';

/** What the main process itself says to a person, in menus and boxes of the system. */
const CHINESE = {
  app: '多店',
  about: '关于多店',
  hide: '隐藏多店',
  hideOthers: '隐藏其他',
  unhide: '全部显示',
  quit: '退出多店',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '显示',
  resetZoom: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  window: '窗口',
  minimize: '最小化',
  pageHangs: '界面没有响应',
  pageHangsDetail: '消息仍在接收。可以再等一会儿，也可以重新打开界面。',
  wait: '再等一会儿',
  reopen: '重新打开界面',
  pageFails: '界面连续多次意外关闭',
  pageFailsDetail: '正在自动重新打开，消息仍在接收。如果一直这样，请退出多店后重新启动。',
  fine: '知道了',
  proxyLogin: '代理服务器要求用户名和密码',
  proxyLoginDetail:
    '平台页面要经过它才能打开。请把用户名和密码写进环境变量 HTTPS_PROXY（写法：http://user:password@host:port），再重新启动多店。',
  alreadyRuns: '多店已经在运行',
  alreadyRunsDetail: '这次启动带的选项没有生效。要使用它们，请先退出多店再启动。',
} as const;

export type DesktopTexts = Readonly<Record<keyof typeof CHINESE, string>>;

const ENGLISH: DesktopTexts = {
  app: 'Duodian',
  about: 'About Duodian',
  hide: 'Hide Duodian',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  quit: 'Quit Duodian',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  view: 'View',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Full Screen',
  window: 'Window',
  minimize: 'Minimize',
  pageHangs: 'The window does not respond',
  pageHangsDetail: 'Messages are still received. You can wait, or open the window again.',
  wait: 'Wait',
  reopen: 'Open again',
  pageFails: 'The window closed unexpectedly several times',
  pageFailsDetail:
    'It is being opened again; messages are still received. If this goes on, quit Duodian and start it again.',
  fine: 'OK',
  proxyLogin: 'The proxy wants a user name and password',
  proxyLoginDetail:
    'Platform pages open only through it. Put them into the environment variable HTTPS_PROXY (http://user:password@host:port) and start Duodian again.',
  alreadyRuns: 'Duodian is already running',
  alreadyRunsDetail: 'The options of this start have no effect. To use them, quit Duodian first.',
};

export const textsIn = (language: Language): DesktopTexts =>
  ({ 'zh-CN': CHINESE, en: ENGLISH })[language];
