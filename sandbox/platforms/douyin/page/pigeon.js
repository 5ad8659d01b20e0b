'use strict';
/* oxlint-disable no-underscore-dangle -- the platform's own names */
/**
 * The page's object, as 飞鸽 keeps it: `window.__PLATFORM_VARIABLES_IN_BENCH__.extra.im`, also reached by
 * `window.__monaGlobalStore.getData('initContextData').im`. It talks to the simulated platform of its own origin.
 * `window.simulatedPage` is for the visible page; an adapter has no business with it.
 */
(() => {
  const { boot, tell, toLogin, call, kicked, verify, openLine, keepOpen, assertNotKicked } =
    window.simulatedLine;
  let drift = boot.drift;
  let lastSeq = boot.seq;

  const subject = () => {
    const listeners = new Set();
    return {
      next(value) {
        for (const listener of listeners) {
          try {
            listener(value);
          } catch {
            // One listener's failure is not the others'.
          }
        }
      },
      subscribe(listener) {
        const hear = typeof listener === 'function' ? listener : (value) => listener.next(value);
        listeners.add(hear);
        return { unsubscribe: () => listeners.delete(hear) };
      },
    };
  };

  const TAIL = `:${boot.shopKey}::2:1:pigeon`;
  const cardText = (message) => {
    const card = JSON.parse(message.content);
    return message.ext.type === 'goods_card'
      ? `[商品] ${card.title} ¥${card.price}`
      : `[订单] ${card.title} ¥${card.price}\n商品id:${card.goods_id} 订单号:${card.order_id}`;
  };
  /** As the visible page reads it. */
  const visible = (message) => {
    const { type } = message.ext;
    const isCard = type === 'goods_card' || type === 'order_card';
    return {
      id: message.serverId,
      pin: message.conversationId.slice(0, -TAIL.length),
      from: { 1: 'buyer', 2: 'staff', 3: 'system' }[message.ext['s:sender_biz_role']],
      type: isCard ? 'card' : type,
      text: isCard ? cardText(message) : message.content,
      at: message.createdAt,
      name: message.ext.sender_name,
    };
  };

  const message$ = subject();
  const upsert$ = subject();
  const batch$ = subject();

  const shaped = (message) => {
    if (drift !== 'codec') return message;
    const { serverId, createdAt, ext, ...rest } = message;
    return { ...rest, server_id: serverId, create_time: createdAt, extra: ext };
  };

  const send = async (type, conversationId, content) => {
    const clientMessageId = crypto.randomUUID();
    const answer = await call('/_sim/send', { conversationId, type, content, clientMessageId });
    if (answer.lost === 'pending') return new Promise(() => {});
    if (answer.lost === 'empty') {
      const ext = { type, 's:client_message_id': clientMessageId };
      return shaped({ serverId: '', conversationId, content, createdAt: Date.now(), ext });
    }
    return shaped(answer.message);
  };

  const pullConversations = async () => {
    const path = '/backstage/conversation/get_current_conversation_list?pageSize=200';
    const response = await fetch(boot.api + path, { credentials: 'include' });
    if (response.status === 401) toLogin();
    const answer = await response.json();
    if (answer.code !== 0) throw new Error(answer.msg);
    return answer.data.conversations;
  };

  const uploadImage = async (file) => {
    assertNotKicked();
    const headers = { 'x-page-sign': boot.shopKey };
    const response = await fetch('/_sim/upload', { method: 'POST', headers, body: file });
    if (response.status === 401) toLogin();
    return response.json();
  };

  const im = {
    uploadImage,
    sendText: (conversationId, text) => send('text', conversationId, text),
    sendImage: (conversationId, url) => send('image', conversationId, url),
    _message$: message$,
    _messageUpsert$: upsert$,
    _batchUpsert$: batch$,
    pullConversations,
    pigeonIM: {
      transferConversation: (_kind, conversationId, staffId) =>
        call('/_sim/transfer', { conversationId, staffId }),
    },
  };

  const FIELDS = ['sendText', 'sendImage', '_message$', '_messageUpsert$', '_batchUpsert$'];
  const expose = () => {
    delete window.__PLATFORM_VARIABLES_IN_BENCH__;
    delete window.__monaGlobalStore;
    if (drift === 'field') {
      for (const name of FIELDS) {
        if (!(name in im)) continue;
        im[`${name}V2`] = im[name];
        delete im[name];
      }
    }
    if (drift === 'object') {
      window.__PLATFORM_VARIABLES_IN_BENCH_V2__ = { extra: { im } };
      return;
    }
    window.__PLATFORM_VARIABLES_IN_BENCH__ = { extra: { im } };
    window.__monaGlobalStore = {
      getData: (name) => (name === 'initContextData' ? { im } : undefined),
    };
  };

  const heard = (message) => {
    const shown = shaped(message);
    if (message.ext['s:sender_biz_role'] === '1') message$.next(shown);
    upsert$.next(shown);
    tell('message', visible(message));
  };

  const hear = (frame) => {
    switch (frame.kind) {
      case 'hello':
        if (frame.batch.length > 0) batch$.next(frame.batch.map(shaped));
        for (const message of frame.batch) tell('message', visible(message));
        lastSeq = frame.seq;
        break;
      case 'message':
        lastSeq = Math.max(lastSeq, frame.seq);
        heard(frame.message);
        break;
      case 'kicked': {
        const detail = { reason: frame.reason, by: frame.by };
        kicked(detail);
        window.dispatchEvent(new CustomEvent('pigeon:kicked', { detail }));
        break;
      }
      case 'expired':
        break;
      case 'challenge':
      case 'solved':
        verify(frame);
        break;
      case 'drift':
        drift = frame.what;
        expose();
        break;
    }
  };

  const isLoggedIn = async () => {
    const url = `${boot.api}/backstage/currentuser?biz_type=4`;
    const response = await fetch(url, { credentials: 'include' });
    return response.status !== 401;
  };

  const { sendText } = im;
  window.simulatedPage = {
    sendText: (pin, text) => sendText(pin + TAIL, text),
    solve: () => call('/_sim/solve', {}),
    list: async () => {
      const conversations = await pullConversations();
      return conversations.map(({ conversationId, buyerName, buyerAvatar, messages }) => ({
        pin: conversationId.slice(0, -TAIL.length),
        name: buyerName,
        avatar: buyerAvatar,
        messages: messages.map(visible),
      }));
    },
  };
  keepOpen(() => openLine('/_sim/stream', lastSeq, hear), isLoggedIn);
  if (boot.lateMs > 0) setTimeout(expose, boot.lateMs);
  else expose();
})();
