'use strict';
/**
 * The page's object as 咚咚 keeps it, `window.session`: the chat that is open. `customer` is its buyer (null while none is
 * open), `send` writes into it, `messages` tells a part of what the page shows. It talks to the simulated platform of its
 * own origin, and dresses the visible workbench as 京东's: `.alluser-item[data-pin]`, `#t-chat-scroll .message`
 * (`.message_left` = buyer), `.EditorContent`, `.send-button`, `.chat-transfer-desc` with `.transfer-list-item`.
 * `window.simulatedPage` is for the visible page; an adapter has no business with it.
 */
(() => {
  const { boot, tell, call, kicked, verify, openLine, keepOpen } = window.simulatedLine;
  let drift = boot.drift;
  let lastSeq = boot.seq;
  let shownPin = null;
  const CHECKIN = '/workbench/checkin.json?version=2.6.3&client=openweb';
  /** `messages()` leaves out what is older than this many in a chat, and what the system says. */
  const MESSAGES_EACH = 20;

  const make = (tag, className, text = '') => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  /** As the visible page reads it, also when the names have changed. */
  const visible = (message) => {
    const mid = message.mid ?? message.msgId;
    const from = message.from ?? message.sender;
    const to = message.to ?? message.receiver;
    const body = message.body ?? message.payload;
    const isBuyer = from.app === 'im.customer';
    const common = {
      id: mid,
      pin: isBuyer ? from.pin : to.pin,
      from: isBuyer ? 'buyer' : from.app === 'im.waiter' ? 'staff' : 'system',
      at: message.datetime ?? message.time,
      name: from.name,
    };
    if (body.type !== 'template2')
      return { ...common, type: body.type, text: body.url ?? body.content };
    const card = JSON.parse(body.content);
    const words = `${card.title} ¥${card.price}`;
    const text = card.orderId
      ? `[订单] ${words}\n商品id:${body.chatinfo.pid} 订单号:${card.orderId}`
      : `[商品] ${words}`;
    return { ...common, type: 'card', text };
  };

  const send = async (pin, { type, content, url }) => {
    const id = crypto.randomUUID();
    const answer = await call('/_sim/send', { pin, type, content: url ?? content, id });
    if (answer.lost === 'pending') return new Promise(() => {});
    if (answer.lost === 'empty') return { code: 0, id };
    if (answer.code !== 0) return answer;
    const { mid, datetime } = answer.message;
    return { code: 0, id, mid, datetime };
  };

  const session = {
    get customer() {
      return shownPin === null
        ? null
        : {
            app: 'im.customer',
            pin: shownPin,
            venderId: boot.shopKey,
            cid: `${boot.shopKey}-${shownPin}`,
          };
    },
    messages: async () => {
      const { chats } = await call('/_sim/chats');
      return chats.flatMap(({ messages }) =>
        messages
          .slice(-MESSAGES_EACH)
          .filter(({ from, sender }) => (from ?? sender).app !== 'im.system'),
      );
    },
    send: async (part) => {
      if (shownPin === null) throw new Error('请先选择会话');
      return send(shownPin, part);
    },
    setStatus: async () => ({ code: 1, errorMsg: '模拟页不支持切换状态' }),
    transferToGroup: async () => ({ code: 1, errorMsg: '模拟页不支持转接到组' }),
  };

  const expose = () => {
    delete window.session;
    if (drift === 'field' && 'send' in session) {
      for (const name of ['send', 'messages']) {
        session[`${name}V2`] = session[name];
        delete session[name];
      }
    }
    window[drift === 'object' ? 'dongdongSession' : 'session'] = session;
  };

  // ---- the visible page ----

  const byId = (id) => document.getElementById(id);
  document.querySelector('.bench section').id = 't-chat-scroll';
  const editor = make('div', 'EditorContent');
  editor.id = 'text';
  editor.contentEditable = 'true';
  editor.setAttribute('role', 'textbox');
  editor.setAttribute('aria-label', '在平台页面回复');
  // The shared page reads its editor as a field.
  Object.defineProperty(editor, 'value', {
    get: () => editor.textContent,
    set(text) {
      editor.textContent = text;
    },
  });
  editor.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    byId('composer').requestSubmit();
  });
  byId('text').replaceWith(editor);
  byId('composer').querySelector('button').classList.add('send-button');

  const opener = make('button', '', '转接');
  opener.type = 'button';
  byId('composer').append(opener);
  const names = { opener: 'chat-transfer-desc', row: 'transfer-list-item' };
  const dressOpener = () => {
    opener.className = drift === 'selector' ? `${names.opener}-v2` : names.opener;
  };
  dressOpener();
  let list = null;
  const closeList = () => {
    list?.remove();
    list = null;
  };
  const transfer = async (waiter) => {
    const tip = list.querySelector('.transfer-tip');
    try {
      if (shownPin === null) throw new Error('请先选择会话');
      const answer = await call('/_sim/transfer', { pin: shownPin, waiter: waiter.id });
      if (answer.code === 0) closeList();
      else tip.textContent = answer.errorMsg;
    } catch (error) {
      tip.textContent = error.message;
    }
  };
  const rowOf = (waiter) => {
    const row = make('button', drift === 'selector' ? `${names.row}-v2` : names.row);
    row.append(
      make('span', 'transfer-name', waiter.name),
      ' ',
      make('span', 'transfer-status', waiter.online ? '在线' : '离线'),
    );
    row.addEventListener('click', () => void transfer(waiter));
    return row;
  };
  opener.addEventListener('click', async () => {
    if (list !== null) {
      closeList();
      return;
    }
    list = make('div', 'dialog transfer-list');
    const card = make('div', 'card');
    const choices = make('div', 'choices');
    const away = make('button', '', '取消');
    away.addEventListener('click', closeList);
    card.append(make('h1', '', '转接给'), choices, make('p', 'transfer-tip'), away);
    list.append(card);
    byId('dialogs').append(list);
    try {
      const { waiters } = await call('/_sim/waiters');
      choices.replaceChildren(...waiters.map(rowOf));
      if (waiters.length === 0) choices.append(make('p', 'transfer-empty', '暂无可转接的客服'));
    } catch (error) {
      card.querySelector('.transfer-tip').textContent = error.message;
    }
  });

  // ---- the socket ----

  const hear = (frame) => {
    switch (frame.type) {
      case 'chat_message':
        tell('message', visible(frame));
        break;
      case 'seq':
        lastSeq = Math.max(lastSeq, frame.seq);
        break;
      case 'failure':
        kicked({ reason: frame.body.msg, by: frame.body.by });
        break;
      case 'challenge':
      case 'solved':
        verify({ kind: frame.type, mode: frame.mode });
        break;
      case 'drift':
        drift = frame.what;
        expose();
        dressOpener();
        break;
    }
  };

  const isLoggedIn = async () => {
    const response = await fetch(CHECKIN, { redirect: 'manual' });
    return response.type !== 'opaqueredirect';
  };

  window.simulatedPage = {
    dress: { row: 'alluser-item', buyer: 'message_left', staff: 'message_right', mostRows: 300 },
    shown: (pin) => (shownPin = pin),
    sendText: (pin, text) => send(pin, { type: 'text', content: text }),
    solve: () => call('/_sim/solve', {}),
    list: async () => {
      const { chats } = await call('/_sim/chats');
      return chats.map(({ pin, name, avatar, messages }) => ({
        pin,
        name,
        avatar,
        messages: messages.map(visible),
      }));
    },
  };
  keepOpen(() => openLine('/_sim/socket', lastSeq, hear), isLoggedIn);
  if (boot.lateMs > 0) setTimeout(expose, boot.lateMs);
  else expose();
})();
