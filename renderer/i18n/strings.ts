/**
 * Words that several folders need: errors by kind, shop states by kind.
 * Namespace `i18n`; use them through `useErrorText` and `t('state.…')`.
 */
export const strings = {
  'zh-CN': {
    error: {
      gateway_addressInvalid: '服务器地址不对。请填写 wss://主机、https://主机 或 主机:端口。',
      gateway_tokenMissing: '还没有填写令牌。请向后台管理员索取后填入。',
      gateway_notConfigured: '还没有连接后台。请先填写服务器地址和令牌。',
      shop_unknown: '找不到这家店铺,它可能已被移除。',
      shop_notOnline: '店铺当前不在线,无法完成。请先按提示恢复店铺。',
      shop_noPage: '这家店铺现在没有可以打开的平台页面。',
      conversation_unknown: '找不到这个会话。',
      message_empty: '内容为空,没有发送。',
      message_tooLong: '内容超过平台的字数上限,请删减或分条发送。',
      message_unknown: '找不到这条消息。',
      message_wrongState: '这条消息的状态已经变化,不能再这样操作。',
      suggestion_unknown: '这条建议已经处理过了。',
      staff_unknown: '找不到这位客服,请刷新列表后再试。',
      platform_notSupported: '这个平台暂不支持此操作。',
      platform_refused: '平台拒绝了这次操作。',
      platform_timeout: '平台没有及时回应,请稍后再试。',
      storage_unavailable: '本机数据库暂时无法写入,请检查磁盘空间后重试。',
      ipc_invalidInput: '请求内容有误,没有执行。',
      ipc_failed: '程序内部出错,没有完成。请重试。',
      ipc_disconnected: '与本机程序的连接已断开,恢复后再试。',
      withDetail: '{{text}}({{detail}})',
    },
    /** The one action of a shop state; `signIn` is done in the back office, so it is a sentence and no button. */
    remedy: {
      verify: '去验证',
      takeBack: '重新接管',
      retry: '重试',
      signIn: '请在后台重新登录该店铺',
    },
    state: {
      idle: { short: '未登录', text: '后台还没有登录这家店铺' },
      opening: { short: '打开中', text: '正在打开平台页面' },
      identifying: { short: '核对中', text: '正在核对店铺身份' },
      online: { short: '在线', text: '正常接收消息' },
      degraded: { short: '不稳定', text: '平台页面响应不稳定,消息可能延迟' },
      challenge: { short: '需验证', text: '平台要求验证' },
      login_required: { short: '未登录', text: '登录已失效,需要重新登录' },
      kicked: { short: '被挤下线', text: '账号在别处登录,本机已下线' },
      identity_mismatch: { short: '身份不符', text: '页面上的店铺与此店铺不一致,已停止发送' },
      adapter_broken: { short: '需升级', text: '平台页面已改版,暂时无法收发' },
      offline: { short: '已断开', text: '平台页面已断开,正在重试' },
    },
  },
  en: {
    error: {
      gateway_addressInvalid:
        'The server address is not valid. Enter wss://host, https://host or host:port.',
      gateway_tokenMissing: 'No token yet. Ask the back-office administrator for one.',
      gateway_notConfigured: 'No back office yet. Enter server address and token first.',
      shop_unknown: 'This shop cannot be found; it may have been removed.',
      shop_notOnline: 'The shop is not online. Bring it back first.',
      shop_noPage: 'This shop has no platform page to show right now.',
      conversation_unknown: 'This conversation cannot be found.',
      message_empty: 'Nothing was sent: the text is empty.',
      message_tooLong: 'The text is longer than the platform takes. Shorten or split it.',
      message_unknown: 'This message cannot be found.',
      message_wrongState: 'The message has changed in the meantime; this no longer applies.',
      suggestion_unknown: 'This suggestion has already been dealt with.',
      staff_unknown: 'This colleague cannot be found. Refresh the list and try again.',
      platform_notSupported: 'This platform does not support that yet.',
      platform_refused: 'The platform refused.',
      platform_timeout: 'The platform did not answer in time. Try again in a moment.',
      storage_unavailable:
        'The database on this computer cannot be written. Check the disk space and try again.',
      ipc_invalidInput: 'The request was not valid and was not carried out.',
      ipc_failed: 'Something went wrong inside the program. Try again.',
      ipc_disconnected:
        'The line to the program on this computer is down. Try again when it is back.',
      withDetail: '{{text}} ({{detail}})',
    },
    remedy: {
      verify: 'Verify',
      takeBack: 'Take back',
      retry: 'Retry',
      signIn: 'Sign this shop in again in the back office',
    },
    state: {
      idle: { short: 'Signed out', text: 'The back office has not signed this shop in yet' },
      opening: { short: 'Opening', text: 'Opening the platform page' },
      identifying: { short: 'Checking', text: 'Checking whose page this is' },
      online: { short: 'Online', text: 'Receiving messages' },
      degraded: { short: 'Unsteady', text: 'The platform page is unsteady; messages may be late' },
      challenge: { short: 'Verify', text: 'The platform asks for verification' },
      login_required: { short: 'Signed out', text: 'The sign-in has expired' },
      kicked: { short: 'Kicked', text: 'The account signed in elsewhere; this computer is out' },
      identity_mismatch: {
        short: 'Wrong shop',
        text: 'The page belongs to another shop; sending has stopped',
      },
      adapter_broken: {
        short: 'Needs update',
        text: 'The platform changed its page; nothing can be sent or received',
      },
      offline: { short: 'Offline', text: 'The platform page is disconnected; retrying' },
    },
  },
} as const;
