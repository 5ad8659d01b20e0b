/** The pages of hostile shops: what the adapters look for, and then what each does to whoever listens. */

/** All at once, each second: more than a page may hold for whoever listens, however fast she is. */
const EACH_SECOND = 10_000;
const FLOOD_SECONDS = 3;
const HUGE = 10 * 1024 * 1024;

const FLOOD = `
  let told = 0;
  const flood = setInterval(() => {
    for (const end = told + ${EACH_SECOND}; told < end; told += 1) tell(message(told));
    if (told < ${EACH_SECOND * FLOOD_SECONDS}) return;
    clearInterval(flood);
    void fetch('/told?n=' + told);
  }, 1000);`;

const HUGE_EVENT = `
  const huge = 'x'.repeat(${HUGE});
  tell(message(1, { content: huge }));
  const ext = { type: 'text', 's:sender_biz_role': '1' };
  for (const name of ['sender_name', 'sender_avatar', 'order_id', 'goods_id', 'check_message', 'to_trans_uid',
    'to_trans_name', 's:client_message_id', 'check_code', 's:send_response_status', 'shop_id']) ext[name] = '\\u0000'.repeat(${HUGE / 8});
  for (let index = 2; index < 12; index += 1) tell(message(index, { content: '\\u0000'.repeat(${HUGE}), ext }));
  tell(message(100));`;

const WRONG_TYPES = `
  const wrong = [null, undefined, 0, -1, NaN, 1e400, true, '', [], {}, [[[]]], () => 1, Symbol('a'), 10n ** 400n,
    { toString() { throw new Error('no') } }, { low: 1, high: 2, toString: 5 }, new Proxy({}, { get() { throw new Error('no'); } })];
  for (const value of wrong) {
    for (const field of ['serverId', 'conversationId', 'content', 'createdAt', 'ext'])
      try { tell(message(0, { [field]: value })); } catch {}
    for (const field of ['type', 's:sender_biz_role', 'sender_name', 'to_trans_uid'])
      try { tell(message(0, { ext: { type: 'text', [field]: value } })); } catch {}
    try { tell(value); } catch {}
  }`;

const OTHERS = `
  for (let index = 0; index < 50; index += 1)
    tell(message(index, { conversationId: 'b1:another::2:1:pigeon' }));`;

/** Each thing that a page may ask of a person; a page that is held up by one does not come to the end. */
const ASKS = `
  const elsewhere = 'http://elsewhere.example.localhost:' + location.port + '/window';
  const make = (name, more) => document.body.appendChild(Object.assign(document.createElement(name), more));
  const press = (link) => link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true, cancelable: true }));
  const steps = [
    () => { for (let index = 0; index < 15; index += 1) alert(index); },
    () => confirm('really?'), () => prompt('who?', 'me'),
    () => { onbeforeunload = (event) => { event.preventDefault(); return 'stay'; }; },
    () => { for (let index = 0; index < 50; index += 1) window.open(elsewhere, '', 'popup'); },
    () => make('a', { href: elsewhere, target: '_blank' }).click(),
    () => make('a', { href: elsewhere, target: '_blank', rel: 'opener' }).click(),
    () => press(make('a', { href: elsewhere })),
    () => make('form', { action: elsewhere, target: '_blank', method: 'post' }).submit(),
    () => make('a', { href: '/file', download: 'attack.exe' }).click(),
    () => { for (let index = 0; index < 5; index += 1)
      make('a', { href: URL.createObjectURL(new Blob(['x'.repeat(1e6)])), download: 'attack.hta' }).click(); },
    () => make('iframe', { src: '/file' }), () => { location.href = '/file'; },
    () => make('input', { type: 'file' }).click(), () => showSaveFilePicker(), () => showDirectoryPicker(),
    () => Notification.requestPermission(), () => navigator.mediaDevices.getUserMedia({ audio: true }),
    () => new Promise((resolve) => navigator.geolocation.getCurrentPosition(resolve, resolve)),
    () => navigator.clipboard.readText(), () => document.documentElement.requestFullscreen(),
    () => fetch('/locked'), () => make('iframe', { src: '/locked' }), () => print(),
    () => { location.href = 'weixin://dl/business'; }, () => { location.href = 'mailto:a@b.example'; },
  ];
  void (async () => {
    let done = 0;
    for (const step of steps) {
      try { await Promise.race([step(), new Promise((resolve) => setTimeout(resolve, 250))]); } catch {}
      done += 1;
    }
    await fetch('/told?n=' + done + '&of=' + steps.length);
    tell(message(1));
  })();`;

const HEALTHY = `
  let said = 0;
  setInterval(() => tell(message((said += 1))), 250);`;

const ACTS: Readonly<Record<string, string>> = {
  flood: FLOOD,
  hugeEvent: HUGE_EVENT,
  types: WRONG_TYPES,
  others: OTHERS,
  asks: ASKS,
  healthy: HEALTHY,
};

export const douyinPage = (
  attack: string,
  isLooping: boolean,
): string => `<!doctype html><body><script>
  ${attack === 'loop' && isLooping ? 'location.reload();' : ''}
  const hears = new Set();
  const tell = (value) => { for (const hear of hears) hear(value); };
  const message = (index, more) => ({
    serverId: '${attack}-' + index, conversationId: 'b' + (index % 50) + ':${attack}::2:1:pigeon', content: 'words ' + index,
    createdAt: Date.now(), ext: { type: 'text', 's:sender_biz_role': '1' }, ...more });
  const act = () => { ${ACTS[attack] ?? ''} };
  const never = () => new Promise(() => {});
  const quiet = { subscribe: () => ({ unsubscribe() {} }) };
  let isActing = false;
  window.__PLATFORM_VARIABLES_IN_BENCH__ = { extra: { im: {
    sendText: never, sendImage: never, _messageUpsert$: quiet, _batchUpsert$: quiet,
    _message$: { subscribe(hear) {
      hears.add(hear);
      if (!isActing) setTimeout(act, 500);
      isActing = true;
      return { unsubscribe: () => hears.delete(hear) };
    } },
    pigeonIM: { transferConversation: never } } } };
</script>`;

export const pddPage = (attack: string): string => `<!doctype html><script>
  window.__MMS_HTTP__ = { post: async () => ({ status: 200, data: { success: true, result: { conversations: [] } } }) };
  const host = location.host.replace(/^mms/, 'm-ws');
  setTimeout(() => new WebSocket('ws://' + host + '/?attack=${attack}'), 500);
</script>`;
