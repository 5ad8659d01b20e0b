'use strict';
/** The login page and the page of the challenge. Only a real click counts: a scripted one is not trusted by the browser. */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const said = document.getElementById('said');
  const toWorkbench = () => {
    const url = new URL(boot.workbench);
    location.assign(`http://${url.hostname}.localhost:${location.port}${url.pathname}`);
  };
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json', 'x-page-sign': boot.shopKey ?? '' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.ok) toWorkbench();
    else
      said.textContent = response.status === 401 ? '登录已过期,请重新登录。' : '没有成功,请重试。';
  };
  for (const button of document.querySelectorAll('[data-shop]')) {
    button.addEventListener('click', (event) => {
      if (event.isTrusted) void post('/_sim/login', { storeId: button.dataset.shop });
    });
  }
  document.getElementById('solve')?.addEventListener('click', (event) => {
    if (event.isTrusted) void post('/_sim/solve', {});
    else said.textContent = '验证需要本人点击。';
  });
})();
