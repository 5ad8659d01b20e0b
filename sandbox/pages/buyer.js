'use strict';
/** A page where a person is a buyer. What it shows comes from the ledger: only what really reached the buyer. */
(() => {
  const { byId, element } = window.elements;
  const asked = new URLSearchParams(location.search);
  let shops = [];
  let samples = null;
  let events = null;

  const shop = () => shops.find(({ store_id: id }) => id === byId('shop').value);
  const buyerPath = () =>
    `/control/shops/${encodeURIComponent(byId('shop').value)}/buyers/${encodeURIComponent(byId('pin').value.trim())}`;

  const say = async (type, content) => {
    if (byId('pin').value.trim() === '') {
      byId('said').textContent = '先填一个账号。';
      return;
    }
    if (events === null) enter();
    const name = byId('name').value.trim();
    const response = await fetch(`${buyerPath()}/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msg_type: type, content, ...(name === '' ? {} : { name }) }),
    });
    byId('said').textContent = response.ok ? '' : (await response.json()).error;
  };

  const contentOf = ({ type, content }) => {
    const box = element('div', 'bubble');
    if (type === 'image' || type === 'video') {
      const media = element(type === 'image' ? 'img' : 'video');
      media.src = content;
      if (type === 'video') media.controls = true;
      box.append(media);
    } else
      box.textContent =
        { product_card: `[商品] ${content}`, order_card: `[订单] ${content}` }[type] ?? content;
    return box;
  };
  const show = (seen) => {
    byId('screen').querySelector('.hint')?.remove();
    const row = element('div', seen.from === 'buyer' ? 'line buyer-said' : 'line');
    const time = new Date(seen.at).toLocaleTimeString('zh-CN', { hour12: false });
    row.append(contentOf(seen), element('time', '', time));
    byId('screen').append(row);
    byId('screen').scrollTop = byId('screen').scrollHeight;
  };

  const enter = () => {
    events?.close();
    events = null;
    byId('screen').replaceChildren(element('p', 'hint', '还没有消息,说点什么吧。'));
    if (byId('pin').value.trim() === '' || shop() === undefined) return;
    const known = shop().buyers.find(({ pin }) => pin === byId('pin').value.trim());
    byId('name').value = known?.name ?? byId('name').value;
    const source = new EventSource(`${buyerPath()}/events`);
    // After a lost connection the whole screen is told again.
    source.addEventListener('open', () => byId('screen').replaceChildren());
    source.addEventListener('message', (event) => show(JSON.parse(event.data)));
    events = source;
  };

  const sampleButton = (text, picture, run) => {
    const button = element('button');
    button.type = 'button';
    button.title = text;
    if (picture) {
      const image = element('img');
      image.src = picture;
      image.alt = '';
      button.append(image);
    }
    button.append(element('span', '', text));
    button.addEventListener('click', run);
    return button;
  };
  const orderNumber = () => {
    const day = new Date().toISOString().slice(2, 10).replaceAll('-', '');
    const digits = Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) => byte % 10);
    return `${day}-${digits.join('')}`;
  };
  const renderSamples = () => {
    const platform = shop()?.platform;
    const products = platform === undefined ? [] : samples.products[platform];
    byId('samples').replaceChildren(
      ...samples.photos.map((path, index) =>
        sampleButton(`图片 ${index + 1}`, path, () => void say('image', location.origin + path)),
      ),
      sampleButton('视频', null, () => void say('video', location.origin + samples.video)),
      ...products.flatMap((product) => [
        sampleButton(
          `商品 ${product.title}`,
          product.picture,
          () => void say('product_card', product.link),
        ),
        sampleButton(
          `订单 ${product.title}`,
          product.picture,
          () => void say('order_card', `商品id:${product.goods_id} 订单号:${orderNumber()}`),
        ),
      ]),
    );
  };
  const chooseShop = () => {
    const options = (shop()?.buyers ?? []).map(({ pin, name }) => {
      const option = element('option', '', name);
      option.value = pin;
      return option;
    });
    byId('pins').replaceChildren(...options);
    renderSamples();
  };

  byId('shop').addEventListener('change', () => {
    byId('pin').value = '';
    byId('name').value = '';
    chooseShop();
    enter();
  });
  byId('pin').addEventListener('change', enter);
  byId('who').addEventListener('submit', (event) => {
    event.preventDefault();
    enter();
  });
  byId('say').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = byId('text').value.trim();
    if (text === '') return;
    byId('text').value = '';
    const isPicture = /^https?:\/\/\S+\.(?:png|jpe?g|gif|webp)$/iu.test(text);
    void say(isPicture ? 'image' : 'text', text);
  });

  const begin = async () => {
    const [list, offered] = await Promise.all(
      ['/control/shops', '/pages/samples'].map(async (path) => (await fetch(path)).json()),
    );
    shops = list.shops;
    samples = offered;
    byId('shop').replaceChildren(
      ...shops.map(({ store_id: id, name, platform_name: platform }) => {
        const option = element('option', '', `${name}(${platform})`);
        option.value = id;
        return option;
      }),
    );
    if (asked.has('shop')) byId('shop').value = asked.get('shop');
    chooseShop();
    byId('pin').value = asked.get('buyer') ?? shop()?.buyers[0]?.pin ?? 'guest_001';
    enter();
  };
  void begin();
})();
