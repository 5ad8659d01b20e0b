'use strict';
/**
 * The chat: `window.chatCore`, the client of its own socket. `request(uri, body)` resolves to the frame that answers. It
 * tells the workbench around it what the visible page shows; an adapter has no business with that.
 */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const { mtop } = window.lib;
  const TAIL = `.1-${boot.shopKey}.1#11001@cntaobao`;
  const HEARTBEAT_MS = 12_000;
  const REQUEST_MS = 15_000;
  const deviceId = crypto.randomUUID();
  let drift = boot.drift;
  let isKicked = false;
  let isChecked = false;
  let lastSeq = boot.seq;
  let lastMid = 0;
  let socket = null;
  let registered = Promise.withResolvers();
  const waiting = new Map();

  const tell = (name, detail) => parent.postMessage({ kind: 'tell', name, detail }, '*');
  // A frame of another host may not move the page around it.
  const leaveFor = (url) => parent.postMessage({ kind: 'leave', url }, '*');

  const cardText = ({ itemId, title, price, bizOrderId }) =>
    bizOrderId
      ? `[订单] ${title} ¥${price}\n商品id:${itemId} 订单号:${bizOrderId}`
      : `[商品] ${title} ¥${price}`;
  const dataOf = ({ data }) =>
    JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0))));
  const words = ({ text, custom }) => {
    if (text) return ['text', text.content];
    const data = dataOf(custom);
    switch (custom.type) {
      case 7:
        return ['image', data.url];
      case 9:
        return ['video', data.url];
      case 1001:
        return ['text', data.text];
      default:
        return ['card', cardText(data)];
    }
  };
  /** As the visible page reads it. */
  const visible = (message) => {
    const pin = (message.cid ?? message.conversationId).slice(0, -TAIL.length);
    const sender = (message.sender?.uid ?? message.from).replace(/@cntaobao$/u, '');
    const [type, text] = words(message.content);
    return {
      id: message.messageId ?? message.msgId,
      pin,
      from: sender === pin ? 'buyer' : sender === boot.shopKey ? 'staff' : 'system',
      type,
      text,
      at: message.createAt ?? message.time,
      name: message.extension.sender_nick.replace(/^cntaobao/u, ''),
    };
  };

  const write = (frame) => socket.send(JSON.stringify(frame));
  const ask = (lwp, body, headers = {}) =>
    new Promise((resolve, reject) => {
      lastMid += 1;
      const mid = `${lastMid} 0`;
      const timer = setTimeout(() => end(new Error(`${lwp} was not answered`)), REQUEST_MS);
      const end = (error, frame) => {
        clearTimeout(timer);
        waiting.delete(mid);
        if (error) reject(error);
        else resolve(frame);
      };
      waiting.set(mid, end);
      write({ lwp, headers: { ...headers, mid }, body });
    });
  const request = async (lwp, body) => {
    if (isKicked) throw new Error('该账号已在其他设备登录');
    await registered.promise;
    return ask(lwp, body);
  };

  const chatCore = { request };
  const expose = () => {
    delete window.chatCore;
    delete window.chatCoreV2;
    if (drift === 'field' && 'request' in chatCore) {
      chatCore.requestV2 = chatCore.request;
      delete chatCore.request;
    }
    if (drift === 'object') window.chatCoreV2 = chatCore;
    else window.chatCore = chatCore;
  };

  const hearPushed = ({ syncPushPackage }) => {
    for (const item of syncPushPackage.data) tell('message', visible(dataOf(item)));
  };
  const hear = (frame) => {
    if (frame.lwp === undefined) {
      waiting.get(frame.headers.mid)?.(null, frame);
      return;
    }
    write({ code: 200, headers: { mid: frame.headers.mid }, body: {} });
    switch (frame.lwp) {
      case '/s/para':
      case '/s/sync':
        hearPushed(frame.body);
        break;
      case '/s/session/remove':
        isKicked = true;
        tell('kicked', frame.body);
        break;
      case '/_sim/seq':
        lastSeq = Math.max(lastSeq, frame.body);
        break;
      case '/_sim/challenge':
        if (frame.body.mode === 'redirect') leaveFor(boot.challengeUrl);
        else {
          tell('challenge', null);
          // Any call finds the check, and lays it over the page.
          mtop.request({ api: 'mtop.user.getUserSimple', v: '1.0' }).catch(() => {});
        }
        break;
      case '/_sim/solved':
        mtop.endCheck();
        tell('solved', null);
        break;
      case '/_sim/drift':
        drift = frame.body.what;
        expose();
        break;
    }
  };

  const register = async (accessToken) => {
    const sync = `${lastSeq},${boot.kicks}`;
    const answer = await ask('/reg', undefined, {
      'cache-header': 'app-key token ua wv',
      'app-key': 'simulated',
      token: accessToken,
      did: deviceId,
      sync,
    });
    if (answer.code !== 200) throw new Error('not registered');
    registered.resolve();
    tell('open', null);
  };
  const open = async () => {
    try {
      const { data } = await mtop.request({
        api: 'mtop.taobao.login.token.get.h5',
        v: '2.0',
        data: { domain: 'cntaobao', deviceId },
      });
      if (isChecked) tell('solved', null);
      isChecked = false;
      socket = new WebSocket(boot.socket);
      let heartbeat = null;
      socket.addEventListener('open', () => {
        heartbeat = setInterval(() => void ask('/!').catch(() => {}), HEARTBEAT_MS);
        register(data.result.accessToken).catch(() => socket.close());
      });
      socket.addEventListener('message', (event) => hear(JSON.parse(event.data)));
      socket.addEventListener('close', () => {
        clearInterval(heartbeat);
        registered = Promise.withResolvers();
        for (const end of waiting.values()) end(new Error('the line is closed'));
        tell('closed', null);
        if (!isKicked) setTimeout(() => void open(), 1000);
      });
    } catch (refusal) {
      const said = String(refusal.ret?.[0]);
      isChecked = said.startsWith('RGV587_ERROR');
      if (said.startsWith('FAIL_SYS_SESSION_EXPIRED')) leaveFor(boot.loginUrl);
      else setTimeout(() => void open(), 1000);
    }
  };

  const textContent = (text) => ({ contentType: 1, text: { content: text, extension: {} } });
  const calls = {
    list: async () => {
      const { body } = await request('/r/Conversation/listNewestPagination', [
        Number.MAX_SAFE_INTEGER,
        20,
      ]);
      return Promise.all(
        body.userConvs.map(async ({ singleChatUserConversation: conversation }) => {
          const { cid } = conversation.singleChatConversation;
          const history = [cid, false, Number.MAX_SAFE_INTEGER, 20, true];
          const answer = await request('/r/MessageManager/listUserMessages', history);
          const messages = answer.body.userMessageModels.map(({ message }) => visible(message));
          const pin = cid.slice(0, -TAIL.length);
          const name = messages.find(({ from }) => from === 'buyer')?.name ?? pin;
          return { pin, name, avatar: '', messages: messages.toReversed() };
        }),
      );
    },
    sendText: async (pin, text) => {
      const model = {
        uuid: crypto.randomUUID(),
        cid: pin + TAIL,
        conversationType: 1,
        content: textContent(text),
      };
      const receivers = { actualReceivers: [`${pin}@cntaobao`] };
      await request('/r/MessageSend/sendByReceiverScope', [model, receivers]);
    },
  };
  const serve = async ({ data: { id, name, parameters }, origin }) => {
    const answer = (value, error) =>
      parent.postMessage({ kind: 'answer', id, value, error }, origin);
    try {
      answer(await calls[name](...parameters), null);
    } catch (error) {
      answer(null, String(error?.message ?? error));
    }
  };
  addEventListener('message', (event) => {
    if (event.source === parent) void serve(event);
  });

  void open();
  if (boot.lateMs > 0) setTimeout(expose, boot.lateMs);
  else expose();
  parent.postMessage({ kind: 'ready' }, '*');
})();
