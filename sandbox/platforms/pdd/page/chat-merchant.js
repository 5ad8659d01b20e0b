'use strict';
/* oxlint-disable no-underscore-dangle -- the page's own name */
/**
 * 拼多多's page: its HTTP client `window.__MMS_HTTP__`, which alone adds `anti-content`, and its two sockets. The name is an
 * assumption. `window.simulatedPage` is for the visible page; an adapter has no business with it.
 */
(() => {
  const { boot, tell, toLogin, kicked, verify, keepOpen, assertNotKicked } = window.simulatedLine;
  let drift = boot.drift;
  let lastSeq = boot.seq;
  let lastRequest = 0;

  /** Like axios: resolves to `{status, data}`, rejects with an error that carries it as `response`. */
  const post = async (path, body) => {
    assertNotKicked();
    const headers = { 'content-type': 'application/json', 'anti-content': boot.antiContent };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    // An answer that never comes must not hold one of the browser's few connections.
    if (answer.headers.has('x-sim-lost')) return new Promise(() => {});
    const text = await answer.text();
    let data = text;
    try {
      data = JSON.parse(text);
    } catch {
      // An answer without JSON stays text.
    }
    if (data?.error_code === 43001) toLogin();
    const response = { status: answer.status, data };
    if (answer.ok) return response;
    throw Object.assign(new Error(`Request failed with status code ${answer.status}`), {
      response,
    });
  };
  const command = (cmd, more) => {
    lastRequest = Math.max(lastRequest + 1, Date.now());
    return { data: { cmd, request_id: lastRequest, ...more }, client: 'WEB' };
  };

  const expose = () => {
    delete window.__MMS_HTTP__;
    delete window.__MMS_HTTP_V2__;
    const client = drift === 'field' ? { request: post } : { post };
    window[drift === 'object' ? '__MMS_HTTP_V2__' : '__MMS_HTTP__'] = client;
  };

  const pinOf = ({ from, to }) => (from.role === 'user' ? from.uid : to.uid);
  const cardText = ({ sub_type: subType, info }) =>
    subType === 1
      ? `[订单] ${info.goodsName} ¥${info.goodsPrice}\n商品id:${info.goodsID} 订单号:${info.orderSequenceNo}`
      : `[商品] ${info.goodsName} ¥${info.goodsPrice}`;
  const SIDES = { user: 'buyer', mall_cs: 'staff' };
  /** As the visible page reads it. */
  const visible = (message) => {
    const isCard = message.type === 0 && message.info !== undefined;
    return {
      id: message.msg_id,
      pin: pinOf(message),
      from: message.type === 24 ? 'system' : (SIDES[message.from.role] ?? 'system'),
      type: isCard ? 'card' : ({ 1: 'image', 14: 'video' }[message.type] ?? 'text'),
      text: isCard ? cardText(message) : message.content,
      at: Number(message.ts) * 1000,
      name: message.nickname,
    };
  };

  /** The fields of a protobuf: numbers as they are, bytes as bytes. */
  const fieldsOf = (bytes) => {
    const fields = {};
    let at = 0;
    const varint = () => {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * factor;
        if (byte < 0x80) return value;
      }
    };
    while (at < bytes.length) {
      const tag = varint();
      if (tag % 8 === 0) fields[Math.floor(tag / 8)] = varint();
      else {
        const length = varint();
        fields[Math.floor(tag / 8)] = bytes.subarray(at, at + length);
        at += length;
      }
    }
    return fields;
  };
  const unzipped = async (bytes) => {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  /** The JSON of a frame, null when it has none. */
  const jsonOf = async (data) => {
    if (typeof data === 'string') return data.startsWith('{') ? JSON.parse(data) : null;
    const bytes = new Uint8Array(data);
    if (new DataView(data).getUint16(0) !== 10) return null;
    const { 10: notice } = fieldsOf(bytes.subarray(16));
    const { 4: seq, 6: json } = fieldsOf(await unzipped(notice));
    lastSeq = Math.max(lastSeq, seq);
    return JSON.parse(new TextDecoder().decode(json));
  };

  const hearKick = ({ content, data }) => kicked({ reason: content, by: data.device });
  const hear = (json) => {
    if (json === null) return;
    for (const { message } of json.push_data?.data ?? []) tell('message', visible(message));
    if (json.response === 'push') tell('message', visible(json.message));
    if (json.response === 'mall_system_msg' && json.message.type === 30) hearKick(json.message);
  };

  const open = (address) => {
    const socket = new WebSocket(`${address}?after=${lastSeq}&kicks=${boot.kicks}`);
    socket.binaryType = 'arraybuffer';
    // Unpacking takes its time: one after another.
    let turn = Promise.resolve();
    socket.addEventListener('message', ({ data }) => {
      turn = turn.then(async () => hear(await jsonOf(data)));
    });
    return socket;
  };
  const isLoggedIn = async () => {
    const answer = await fetch('/janus/api/new/userinfo', { method: 'POST', body: '{}' });
    const { error_code: code } = await answer.json();
    return code !== 43001;
  };

  const LIST = '/plateau/chat/latest_conversations';
  const HISTORIES = 20;
  const list = async () => {
    const { data } = await post(LIST, command('latest_conversations', { page: 1, size: 100 }));
    if (!data.success) throw new Error(data.error_msg);
    const rows = [];
    for (const last of data.result.conversations) {
      const { user_info: user } = last;
      let messages = [visible(last)];
      if (rows.length < HISTORIES) {
        const asked = { list: { with: { role: 'user', id: user.uid }, size: 50 } };
        const history = await post('/plateau/chat/list', command('list', asked));
        messages = history.data.result.messages.map(visible);
      }
      rows.push({ pin: user.uid, name: user.nickname, avatar: user.avatar, messages });
    }
    return rows;
  };

  /** What the sockets do not say: a challenge, its end, and (of the sandbox alone) that the page has another version now. */
  const watchState = () => {
    const state = new WebSocket(`ws://${location.host}/_sim/state`);
    state.addEventListener('message', (event) => {
      const told = JSON.parse(event.data);
      switch (told.kind) {
        case 'challenge':
        case 'solved':
          verify(told);
          break;
        case 'drift':
          drift = told.what;
          expose();
          break;
      }
    });
  };

  window.simulatedPage = {
    sendText: (pin, content) => {
      const message = { to: { role: 'user', uid: pin }, from: { role: 'mall_cs' }, content };
      const body = command('send_message', { message: { ...message, msg_id: null, type: 0 } });
      return post('/plateau/chat/send_message', body);
    },
    solve: () => {
      const headers = { 'content-type': 'application/json', 'x-page-sign': boot.shopKey };
      return fetch('/_sim/solve', { method: 'POST', headers, body: '{}' });
    },
    list,
  };
  for (const address of boot.sockets) keepOpen(() => open(address), isLoggedIn);
  watchState();
  if (boot.lateMs > 0) setTimeout(expose, boot.lateMs);
  else expose();
})();
