'use strict';
/**
 * The visible workbench of every platform: buyers, their messages, and what the platform shouts. All texts are set as text.
 * The platform's script before it makes `window.simulatedPage`:
 *   list() -> Promise<[{pin, name, avatar, messages: [message]}]>, newest conversation first
 *   sendText(pin, text) -> Promise, solve() -> Promise
 *   shown(pin), optional: the chat of this buyer is open now
 *   dress, optional: {row, buyer, staff: class names to add, mostRows}
 * and tells `window.simulatedLine` of: open, closed, message (a message), challenge, solved, kicked ({reason, by}).
 * A message is {id, pin, from: 'buyer'|'staff'|'system', type: 'text'|'image'|'video'|'card', text, at, name}; the text of an
 * image or a video is its address. An adapter has no business with any of it.
 */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const platform = window.simulatedPage;
  const conversations = new Map();
  let shownPin = null;

  const dress = { row: '', buyer: '', staff: '', mostRows: 100, ...platform.dress };

  const open = (pin) => {
    shownPin = pin;
    if (pin !== null) platform.shown?.(pin);
  };
  const byId = (id) => document.getElementById(id);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const clock = (at) => new Date(at).toLocaleTimeString('zh-CN', { hour12: false }).slice(0, 5);
  const words = ({ type, text }) => ({ image: '[图片]', video: '[视频]' })[type] ?? text;

  const conversation = (pin) => {
    const known = conversations.get(pin);
    if (known) return known;
    const made = { pin, name: pin, avatar: '', messages: new Map(), at: 0, unread: 0 };
    conversations.set(pin, made);
    return made;
  };
  const put = (message) => {
    const target = conversation(message.pin);
    const isNew = !target.messages.has(message.id);
    target.messages.set(message.id, message);
    target.at = Math.max(target.at, message.at);
    if (message.from === 'buyer') {
      target.name = message.name || target.name;
      if (isNew && target.pin !== shownPin) target.unread += 1;
    }
  };

  const renderBuyers = () => {
    const rows = [...conversations.values()].sort((a, b) => b.at - a.at).slice(0, dress.mostRows);
    byId('buyers').replaceChildren(
      ...rows.map((row) => {
        const button = element('button', row.pin === shownPin ? 'buyer on' : 'buyer');
        if (dress.row) button.classList.add(dress.row);
        button.dataset.pin = row.pin;
        const picture = element('img', 'avatar');
        picture.alt = '';
        if (row.avatar) picture.src = row.avatar;
        const last = [...row.messages.values()].at(-1);
        const middle = element('span', 'middle');
        middle.append(element('b', '', row.name), element('small', '', last ? words(last) : ''));
        button.append(picture, middle, element('time', '', row.at ? clock(row.at) : ''));
        if (row.unread > 0) button.append(element('i', 'count', String(row.unread)));
        button.addEventListener('click', () => {
          open(row.pin);
          row.unread = 0;
          render();
        });
        return button;
      }),
    );
  };

  const bubble = (message) => {
    const row = element('div', `message from-${message.from}`);
    if (dress[message.from]) row.classList.add(dress[message.from]);
    const box = element('div', 'bubble');
    if (message.type === 'image') {
      const picture = element('img', 'photo');
      picture.src = message.text;
      picture.alt = '图片';
      box.append(picture);
    } else if (message.type === 'video') {
      const video = element('video', 'photo');
      video.src = message.text;
      video.controls = true;
      box.append(video);
    } else box.textContent = message.text;
    row.append(box, element('time', '', clock(message.at)));
    return row;
  };

  const renderMessages = () => {
    const shown = conversations.get(shownPin);
    byId('who').textContent = shown ? shown.name : '请选择买家';
    const messages = shown
      ? [...shown.messages.values()].sort((a, b) => a.at - b.at).slice(-200)
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
      if (event.isTrusted) void platform.solve();
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
        if (shownPin === null) open(detail.pin);
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
    if (text === '' || shownPin === null) return;
    byId('text').value = '';
    void platform.sendText(shownPin, text);
  });

  const loadList = async () => {
    try {
      const list = await platform.list();
      for (const { pin, name, avatar, messages } of list) {
        const target = conversation(pin);
        target.name = name;
        target.avatar = avatar;
        for (const message of messages) put(message);
        target.unread = 0;
      }
      if (shownPin === null) open(list[0]?.pin ?? null);
      render();
    } catch {
      state('closed', '会话列表加载失败');
    }
  };

  if (boot.hasOverlay) showOverlay();
  else void loadList();
  window.simulatedLine.attach(hear);
})();
