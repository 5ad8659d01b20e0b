'use strict';
/**
 * `window.lib.mtop`, the platform's own client: it signs with the token in `_m_h5_tk`, and asks once more when the answer
 * brought a new one. A refusal rejects with the whole answer. A check that a person must do is laid over the page.
 */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const APP_KEY = '12574478';

  const signOf = async (text) => {
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const token = () => /(?:^|; )_m_h5_tk=([^_;]*)/u.exec(document.cookie)?.[1] ?? '';

  const showCheck = (url) => {
    if (document.getElementById('baxia-dialog-content')) return;
    const check = document.createElement('iframe');
    check.id = 'baxia-dialog-content';
    check.src = url;
    document.documentElement.append(check);
  };
  const endCheck = () => document.getElementById('baxia-dialog-content')?.remove();

  const ask = async ({ api, v, data = {} }) => {
    const text = JSON.stringify(data);
    const t = String(Date.now());
    const sign = await signOf(`${token()}&${t}&${APP_KEY}&${text}`);
    const query = new URLSearchParams({ appKey: APP_KEY, t, sign, api, v, data: text });
    const response = await fetch(`${boot.mtop}${api}/${v}/?${query}`, { credentials: 'include' });
    if (!response.ok) return { api, v, ret: [`HTTP_${response.status}::网络异常`], data: {} };
    return response.json();
  };
  const request = async (call) => {
    let answer = await ask(call);
    if (answer.ret[0].startsWith('FAIL_SYS_TOKEN_')) answer = await ask(call);
    if (answer.ret[0].startsWith('SUCCESS::')) {
      endCheck();
      return answer;
    }
    if (answer.ret[0].startsWith('RGV587_ERROR')) showCheck(answer.data.url);
    throw answer;
  };
  window.lib = { mtop: { request, endCheck } };
})();
