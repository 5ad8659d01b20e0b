'use strict';
/** The panel: every shop with its levers, the gateway, and the last frames. Asks once a second. */
(() => {
  const { byId, element } = window.elements;
  const post = async (path, body) => {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    byId('said').textContent = response.ok ? '' : answer.error;
    void refresh();
  };
  const lever = (text, path, body, pressed) => {
    const button = element('button', '', text);
    if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
    button.addEventListener('click', () => void post(path, body));
    return button;
  };

  const FAULTS = [
    ['expire', '登录过期'],
    ['kick', '被挤下线'],
    ['challenge', '安全验证'],
    ['silent', '静默'],
    ['drift', '页面改版'],
    ['lost_echo', '回执丢失'],
    ['slow', '变慢'],
    ['reject', '拒收'],
    ['duplicate', '重复'],
    ['disorder', '乱序'],
    ['none', '恢复正常'],
  ];
  const GATEWAY_FAULTS = [
    ['drop', '断线'],
    ['half_open', '半开'],
    ['reject_token', '拒绝令牌'],
    ['flood', '洪水'],
    ['garbage', '乱码帧'],
    ['slow', '变慢'],
    ['none', '恢复正常'],
  ];

  const link = (text, href) => {
    const made = element('a', '', text);
    made.href = href;
    made.target = '_blank';
    return made;
  };
  const simulated = (real) => {
    const url = new URL(real);
    return `http://${url.hostname}.localhost:${location.port}${url.pathname}`;
  };

  const shopBox = (shop) => {
    const box = element('article', 'box shop');
    const head = element('header');
    const chip = (text, kind) => element('span', `chip ${kind ?? ''}`, text);
    head.append(
      element('span', `mark ${shop.platform}`, shop.platform_name),
      element('b', '', shop.name),
    );
    head.append(chip(shop.logged_in ? '后台已登录' : '后台未登录', shop.logged_in ? 'good' : ''));
    head.append(chip(`打开的页面 ${shop.pages}`, shop.pages > 0 ? 'good' : ''));
    head.append(
      chip(`买家 ${shop.buyers.length}`),
      chip(`客服 ${shop.staff}`),
      chip(`收到帧 ${shop.frames}`),
    );
    const links = element('span', 'links');
    links.append(
      link('做买家', `/buyer?shop=${encodeURIComponent(shop.store_id)}`),
      link('平台页面', simulated(shop.workbench)),
    );
    head.append(links);
    box.append(head);
    if (shop.note) box.append(element('p', 'note', shop.note));
    const at = `/control/shops/${encodeURIComponent(shop.store_id)}`;
    const faults = element('div', 'levers');
    faults.append(element('span', '', '故障'));
    for (const [kind, text] of FAULTS) {
      const pressed = kind === 'none' || kind === 'kick' ? undefined : shop.faults.includes(kind);
      faults.append(lever(text, `${at}/fault`, { kind }, pressed));
    }
    const actions = element('div', 'levers');
    actions.append(
      element('span', '', '后台'),
      lever('登录并下发 Cookie', `${at}/login`, {}),
      lever('下发验证提醒', `${at}/verify`, {}),
      lever(shop.ai ? 'AI 回复:开' : 'AI 回复:关', `${at}/ai`, { enabled: !shop.ai }),
    );
    box.append(faults, actions);
    return box;
  };

  const frameRow = ({ at, way, frame }) => {
    const row = element('li', way);
    const time = new Date(at).toLocaleTimeString('zh-CN', { hour12: false });
    row.append(element('b', '', way === 'in' ? `${time} GUI→` : `${time} →GUI`));
    row.append(JSON.stringify(frame).slice(0, 300));
    return row;
  };

  let shown = '';
  async function refresh() {
    const overview = await (await fetch('/control/overview')).json();
    const text = JSON.stringify(overview);
    // A page that is rebuilt under the pointer swallows clicks: only what changed is drawn.
    if (text === shown) return;
    shown = text;
    byId('sockets').textContent = `GUI 连接 ${overview.sockets}`;
    byId('shops').replaceChildren(
      ...(overview.shops.length > 0
        ? overview.shops.map(shopBox)
        : [element('p', 'box', '还没有店铺:用 POST /control/shops 新建,或以 --shops N 启动。')]),
    );
    byId('frames').replaceChildren(...overview.frames.map(frameRow));
  }

  byId('gateway-levers').append(
    ...GATEWAY_FAULTS.map(([kind, text]) => lever(text, '/control/gateway/fault', { kind })),
  );
  void refresh();
  setInterval(() => void refresh().catch(() => {}), 1000);
})();
