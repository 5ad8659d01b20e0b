'use strict';
/** The visible workbench: buyers, their messages, and what the platform shouts. All texts are set as text. */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const im = window.simulatedIm;
  const sendText = im.sendText;
  const conversations = new Map();
  let shownId = null;

  const byId = (id) => document.getElementById(id);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const clock = (at) => new Date(at).toLocaleTimeString('zh-CN', { hour12: false }).slice(0, 5);

  const cardText = (message) => {
    const card = JSON.parse(message.content);
    return message.ext.type === 'goods_card'
      ? `[商品] ${card.title} ¥${card.price}`
      : `[订单] ${card.title} ¥${card.price}\n商品id:${card.goods_id} 订单号:${card.order_id}`;
  };
  const words = (message) => {
    switch (message.ext.type) {
      case 'image':
        return '[图片]';
      case 'video':
        return '[视频]';
      case 'goods_card':
      case 'order_card':
        return cardText(message);
      default:
        return message.content;
    }
  };

  const conversation = (id) => {
    const known = conversations.get(id);
    if (known) return known;
    const made = { id, name: id.split(':')[0], avatar: '', messages: new Map(), at: 0, unread: 0 };
    conversations.set(id, made);
    return made;
  };
  const put = (message) => {
    const target = conversation(message.conversationId);
    const isNew = !target.messages.has(message.serverId);
    target.messages.set(message.serverId, message);
    target.at = Math.max(target.at, message.createdAt);
    if (message.ext['s:sender_biz_role'] === '1') {
      target.name = message.ext.sender_name || target.name;
      if (isNew && target.id !== shownId) target.unread += 1;
    }
  };

  const renderBuyers = () => {
    const rows = [...conversations.values()].sort((a, b) => b.at - a.at).slice(0, 100);
    byId('buyers').replaceChildren(
      ...rows.map((row) => {
        const button = element('button', row.id === shownId ? 'buyer on' : 'buyer');
        const picture = element('img', 'avatar');
        picture.alt = '';
        if (row.avatar) picture.src = row.avatar;
        const last = [...row.messages.values()].at(-1);
        const middle = element('span', 'middle');
        middle.append(element('b', '', row.name), element('small', '', last ? words(last) : ''));
        button.append(picture, middle, element('time', '', row.at ? clock(row.at) : ''));
        if (row.unread > 0) button.append(element('i', 'count', String(row.unread)));
        button.addEventListener('click', () => {
          shownId = row.id;
          row.unread = 0;
          render();
        });
        return button;
      }),
    );
  };

  const bubble = (message) => {
    const role = { 1: 'buyer', 2: 'staff', 3: 'system' }[message.ext['s:sender_biz_role']];
    const row = element('div', `message from-${role}`);
    const box = element('div', 'bubble');
    if (message.ext.type === 'image') {
      const picture = element('img', 'photo');
      picture.src = message.content;
      picture.alt = '图片';
      box.append(picture);
    } else if (message.ext.type === 'video') {
      const video = element('video', 'photo');
      video.src = message.content;
      video.controls = true;
      box.append(video);
    } else box.textContent = words(message);
    row.append(box, element('time', '', clock(message.createdAt)));
    return row;
  };

  const renderMessages = () => {
    const shown = conversations.get(shownId);
    byId('who').textContent = shown ? shown.name : '请选择买家';
    const messages = shown
      ? [...shown.messages.values()].sort((a, b) => a.createdAt - b.createdAt).slice(-200)
      : [];
    byId('messages').replaceChildren(...messages.map(bubble));
    byId('messages').scrollTop = byId('messages').scrollHeight;
  };

  let isPlanned = false;
  const render = () => {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      renderBuyers();
      renderMessages();
    }, 50);
  };

  const dialog = (className, title, text, button) => {
    const box = element('div', `dialog ${className}`);
    box.setAttribute('role', 'alertdialog');
    const inner = element('div', 'card');
    inner.append(element('h1', '', title), element('p', '', text));
    if (button) inner.append(button);
    box.append(inner);
    byId('dialogs').append(box);
    return box;
  };

  const showOverlay = () => {
    if (byId('captcha_container')) return;
    const button = element('button', '', '点击完成验证');
    button.id = 'solve';
    button.addEventListener('click', (event) => {
      if (event.isTrusted) void window.simulatedCall('/_sim/solve', {});
    });
    dialog('captcha', '安全验证', '为了账号安全,请本人点击按钮完成验证。', button).id =
      'captcha_container';
  };

  const state = (name, text) => {
    byId('line').dataset.state = name;
    byId('line').textContent = text;
  };
  const showKick = ({ reason, by }) => {
    const again = element('button', '', '重新登录');
    again.addEventListener('click', () => location.reload());
    const box = dialog('kicked-dialog', '你已被迫下线', `${reason}(${by})`, again);
    // The event is told once; who comes later reads it here.
    box.id = 'kicked_dialog';
    Object.assign(box.dataset, { reason, by });
  };
  const hear = (name, detail) => {
    switch (name) {
      case 'open':
        state('open', '在线');
        break;
      case 'closed':
        state('closed', '连接已断开');
        break;
      case 'message':
        put(detail);
        shownId ??= detail.conversationId;
        render();
        break;
      case 'challenge':
        showOverlay();
        break;
      case 'solved':
        byId('captcha_container')?.remove();
        void loadList();
        break;
      case 'kicked':
        showKick(detail);
        break;
    }
  };

  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = byId('text').value.trim();
    if (text === '' || shownId === null) return;
    byId('text').value = '';
    void sendText(shownId, text);
  });

  const loadList = async () => {
    try {
      const list = await im.pullConversations();
      for (const { conversationId, buyerName, buyerAvatar, messages } of list) {
        const target = conversation(conversationId);
        target.name = buyerName;
        target.avatar = buyerAvatar;
        for (const message of messages) put(message);
        target.unread = 0;
      }
      shownId ??= list[0]?.conversationId ?? null;
      render();
    } catch {
      state('closed', '会话列表加载失败');
    }
  };

  if (boot.hasOverlay) showOverlay();
  else void loadList();
  window.simulatedLine.attach(hear);
})();
