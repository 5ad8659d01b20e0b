'use strict';
/**
 * The workbench around the chat: it holds the frame in which the chat lives, and hands the visible page
 * (`window.simulatedPage`) what that frame tells.
 */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  const frame = document.createElement('iframe');
  frame.src = boot.chatUrl;
  frame.hidden = true;
  const { origin } = new URL(boot.chatUrl);

  const { tell } = window.simulatedLine;
  const waiting = new Map();
  let lastCall = 0;
  const ready = new Promise((resolve) => {
    addEventListener('message', (event) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      const { kind, name, detail, url, id, value, error } = event.data;
      if (kind === 'ready') resolve();
      else if (kind === 'leave') location.assign(url);
      else if (kind === 'answer') {
        const { resolve: done, reject: failed } = waiting.get(id);
        waiting.delete(id);
        if (error === null) done(value);
        else failed(new Error(error));
      } else tell(name, detail);
    });
  });
  const call = async (name, parameters) => {
    await ready;
    lastCall += 1;
    const id = lastCall;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      frame.contentWindow.postMessage({ id, name, parameters }, origin);
    });
  };

  window.simulatedPage = {
    list: () => call('list', []),
    sendText: (pin, text) => call('sendText', [pin, text]),
    solve: () =>
      fetch('/_sim/solve', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-page-sign': boot.shopKey },
        body: '{}',
      }),
  };
  document.body.append(frame);
})();
