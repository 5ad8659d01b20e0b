/** What is said of a shop's state and its page, wherever the shop is named (PL1); part of the namespace `i18n`. */
export const shopStrings = {
  'zh-CN': {
    /** The one action of a state. What nobody can do here is a sentence and no button. */
    remedy: {
      verify: '去验证',
      takeBack: '重新接管',
      retry: '重试',
      openPage: '打开平台页面',
      signIn: '请在后台重新登录该店铺',
      signInFirst: '请在后台登录该店铺',
      upgrade: '请升级程序',
      wait: '请稍候',
    },
    page: {
      open: '打开平台页面',
      close: '关闭平台页面',
      isOpen: '平台页面已打开',
      none: '店铺还没有页面可以打开',
    },
    state: {
      idle: { short: '未登录', text: '后台还没有登录这家店铺，收不到消息' },
      opening: {
        short: '打开中',
        text: '正在打开平台页面',
        because: { queued: '排队打开页面，前面还有其他店铺' },
      },
      identifying: { short: '核对中', text: '正在核对店铺身份' },
      online: { short: '在线', text: '正常接收消息' },
      degraded: {
        short: '不稳定',
        text: '平台页面响应不稳定，消息可能晚到，已暂停发送',
        because: {
          silent: '平台没有推送新消息，改为定时查收，消息会晚到，已暂停发送',
          decode: '部分消息无法识别，可能有遗漏，已暂停发送',
          probe: '平台页面没有正常回应，消息可能晚到，已暂停发送',
        },
      },
      challenge: { short: '需验证', text: '平台要求验证，验证前暂停收发' },
      login_required: {
        short: '登录失效',
        text: '登录已失效，收不到消息',
        because: {
          noCookie: '还没有收到后台的登录信息，收不到消息',
          empty: '后台给的登录信息(Cookie)是空的，无法登录',
          controlCharacter: '后台给的登录信息(Cookie)含有非法字符，无法登录',
          noPair: '后台给的登录信息(Cookie)格式不对，无法登录',
          badName: '后台给的登录信息(Cookie)里有不合规的名称，无法登录',
          tooLong: '后台给的登录信息(Cookie)过长，无法登录',
          tooMany: '后台给的登录信息(Cookie)条数过多，无法登录',
        },
      },
      kicked: { short: '被挤下线', text: '{{time}} 账号在别处登录，本机已被挤下线' },
      identity_mismatch: {
        short: '身份不符',
        text: '页面上的店铺与此店铺不一致，已停止收发',
        because: {
          otherShop: '登录到了另一家店铺，已停止收发',
          twice: '同一个客服账号已接入另一家店铺，已停止收发',
        },
      },
      adapter_broken: {
        short: '需升级',
        text: '平台页面已改版，暂时无法收发',
        because: {
          missing: '平台页面已改版，升级程序前请在平台页面上接待',
          noAdapter: '当前版本还不支持这个平台，无法收发',
          noPlatform: '后台没有说明这家店铺属于哪个平台，无法收发',
          unknownPlatform: '后台给出的平台名称不在支持之列，无法收发',
        },
      },
      offline: {
        short: '已断开',
        text: '平台页面已断开，正在自动重试',
        because: {
          unreachable: '连不上平台网站，正在自动重试，请检查网络',
          closed: '平台页面被关闭，正在重新打开',
          crashed: '平台页面意外退出，正在重新打开',
          restless: '平台页面不停跳转，已关闭，稍后自动重试',
          noBrowser: '没有找到 Chromium、Chrome 或 Edge，请装好其中一个后重新启动程序',
        },
      },
    },
  },
  en: {
    remedy: {
      verify: 'Verify',
      takeBack: 'Take back',
      retry: 'Retry',
      openPage: 'Open platform page',
      signIn: 'Sign this shop in again in the back office',
      signInFirst: 'Sign this shop in in the back office',
      upgrade: 'Update the program',
      wait: 'One moment',
    },
    page: {
      open: 'Open platform page',
      close: 'Close platform page',
      isOpen: 'Platform page open',
      none: 'This shop has no page to open yet',
    },
    state: {
      idle: { short: 'Signed out', text: 'The back office has not signed this shop in yet' },
      opening: {
        short: 'Opening',
        text: 'Opening the platform page',
        because: { queued: 'In line to open its page, after other shops' },
      },
      identifying: { short: 'Checking', text: 'Checking whose page this is' },
      online: { short: 'Online', text: 'Receiving messages' },
      degraded: {
        short: 'Unsteady',
        text: 'The platform page is unsteady: messages may be late, sending is paused',
        because: {
          silent: 'The platform pushes nothing: messages come late by looking, sending is paused',
          decode: 'Some messages could not be understood and may be missing; sending is paused',
          probe: 'The platform page does not answer: messages may be late, sending is paused',
        },
      },
      challenge: {
        short: 'Verify',
        text: 'The platform asks for verification; nothing moves until then',
      },
      login_required: {
        short: 'Signed out',
        text: 'The sign-in has expired; nothing is received',
        because: {
          noCookie: 'The back office has sent no sign-in yet; nothing is received',
          empty: 'The sign-in (cookie) from the back office is empty',
          controlCharacter: 'The sign-in (cookie) from the back office has forbidden characters',
          noPair: 'The sign-in (cookie) from the back office is not in the right form',
          badName: 'The sign-in (cookie) from the back office has a name that is not allowed',
          tooLong: 'The sign-in (cookie) from the back office is too long',
          tooMany: 'The sign-in (cookie) from the back office has too many parts',
        },
      },
      kicked: {
        short: 'Kicked',
        text: 'The account signed in elsewhere at {{time}}; this computer is out',
      },
      identity_mismatch: {
        short: 'Wrong shop',
        text: 'The page belongs to another shop; nothing is sent or received',
        because: {
          otherShop: 'This is signed in to another shop; nothing is sent or received',
          twice: 'This account already serves another shop; nothing is sent or received',
        },
      },
      adapter_broken: {
        short: 'Needs update',
        text: 'The platform changed its page; nothing can be sent or received',
        because: {
          missing: 'The platform changed its page: serve buyers there until the program is updated',
          noAdapter: 'This version does not know the platform yet',
          noPlatform: 'The back office did not say which platform this shop is on',
          unknownPlatform: 'The back office names a platform that this version does not know',
        },
      },
      offline: {
        short: 'Offline',
        text: 'The platform page is disconnected; retrying',
        because: {
          unreachable: 'The platform site cannot be reached, retrying: check the network',
          closed: 'The platform page was closed; opening it again',
          crashed: 'The platform page ended unexpectedly; opening it again',
          restless:
            'The platform page kept jumping from place to place; it was closed and is tried again later',
          noBrowser: 'No Chromium, Chrome or Edge was found: install one and start again',
        },
      },
    },
  },
} as const;
