'use strict';
/**
 * Makes `window.simulatedLine`, between a platform's script, which tells what happens, and the visible page, which is a script
 * of its own and may come later: what it has not heard yet waits for it. It also has what the page's object of every platform
 * does alike with the simulated platform of its own origin.
 */
(() => {
  const boot = JSON.parse(document.getElementById('boot').textContent);
  let early = [];
  let hearLine = null;
  let isKicked = false;

  const tell = (name, detail) => {
    if (hearLine === null) early.push([name, detail]);
    else hearLine(name, detail);
  };
  const toLogin = () => location.assign(boot.loginUrl);
  const assertNotKicked = () => {
    if (isKicked) throw new Error('该账号已在其他设备登录');
  };

  window.simulatedLine = {
    boot,
    tell,
    attach(hear) {
      hearLine = hear;
      for (const [name, detail] of early) hear(name, detail);
      early = [];
    },
    toLogin,
    assertNotKicked,
    /** Another login took the session: false when that is known already. */
    kicked(detail) {
      if (isKicked) return false;
      isKicked = true;
      tell('kicked', detail);
      return true;
    },
    /** A person must verify, or has. */
    verify({ kind, mode }) {
      if (kind === 'challenge' && mode === 'redirect') location.assign(boot.challengeUrl);
      else tell(kind, null);
    },
    /** Asks the page's own origin; without a body it reads. */
    async call(path, body) {
      assertNotKicked();
      const response = await fetch(path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json', 'x-page-sign': boot.shopKey },
        body: JSON.stringify(body),
      });
      if (response.status === 401) toLogin();
      if (!response.ok) throw new Error(`${path} ${response.status}`);
      return response.json();
    },
    /** A socket of JSON frames to the page's own origin, which hears what the page knows already. */
    openLine(path, lastSeq, hear) {
      const query = `after=${lastSeq}&kicks=${boot.kicks}`;
      const socket = new WebSocket(`ws://${location.host}${path}?${query}`);
      socket.addEventListener('message', (event) => hear(JSON.parse(event.data)));
      return socket;
    },
    /**
     * Keeps a socket open, which `make()` makes with its listeners for messages. One that ended may mean that the session has:
     * `isLoggedIn()` is asked before the next.
     */
    keepOpen(make, isLoggedIn) {
      const open = () => {
        const socket = make();
        socket.addEventListener('open', () => tell('open', null));
        socket.addEventListener('close', ({ code }) => {
          tell('closed', null);
          if (code === 4401) toLogin();
          else if (code !== 4403 && !isKicked) setTimeout(() => void reopen(), 1000);
        });
      };
      const reopen = async () => {
        try {
          if (await isLoggedIn()) open();
          else toLogin();
        } catch {
          setTimeout(() => void reopen(), 2000);
        }
      };
      open();
    },
  };
})();
