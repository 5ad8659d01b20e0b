import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { guardEverything } from './guards.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

type Asked = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { readonly requestingUrl: string },
) => void;
type Checked = (contents: unknown, permission: string, requestingOrigin: string) => boolean;

/** A session as far as the guards use one. */
class SessionOfTest extends EventEmitter {
  request: Asked | null = null;
  check: Checked | null = null;
  device: (() => boolean) | null = null;

  setPermissionRequestHandler(asked: Asked): void {
    this.request = asked;
  }

  setPermissionCheckHandler(check: Checked): void {
    this.check = check;
  }

  setDevicePermissionHandler(device: () => boolean): void {
    this.device = device;
  }

  setDisplayMediaRequestHandler(): void {
    // Null is what is set: nobody may ask.
  }
}

class ContentsOfTest extends EventEmitter {
  readonly session: SessionOfTest;
  open: ((details: { url: string }) => { action: string }) | null = null;

  constructor(session: SessionOfTest) {
    super();
    this.session = session;
  }

  setWindowOpenHandler(open: (details: { url: string }) => { action: string }): void {
    this.open = open;
  }
}

const start = () => {
  const app = new EventEmitter();
  const own = new SessionOfTest();
  guardEverything(app as never, () => own as never, SILENT);
  const makeContents = (session: SessionOfTest): ContentsOfTest => {
    const contents = new ContentsOfTest(session);
    app.emit('web-contents-created', {}, contents);
    return contents;
  };
  const isStopped = (contents: ContentsOfTest, event: string, url: string): boolean => {
    let stopped = false;
    contents.emit(event, { url, preventDefault: () => (stopped = true) });
    return stopped;
  };
  return { app, own, makeContents, isStopped };
};

describe('the guards of every web contents', () => {
  it('[SE1] our own page stays at home', () => {
    const { own, makeContents, isStopped } = start();
    const contents = makeContents(own);
    for (const event of ['will-navigate', 'will-redirect']) {
      expect(isStopped(contents, event, 'app://duodian/')).toBe(false);
      for (const url of [
        'app://other/',
        'https://im.jinritemai.com/',
        'file:///etc/passwd',
        'http://app://duodian/',
        'data:text/html,x',
        'javascript:alert(1)',
        'about:blank',
        'nonsense',
      ]) {
        expect(isStopped(contents, event, url), url).toBe(true);
      }
    }
  });

  it("[SE1] a shop's page stays on the web, and never reaches our own", () => {
    const { makeContents, isStopped } = start();
    const contents = makeContents(new SessionOfTest());
    expect(isStopped(contents, 'will-navigate', 'https://fxg.jinritemai.com/login')).toBe(false);
    for (const url of [
      'app://duodian/',
      'http://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'weixin://x',
    ]) {
      expect(isStopped(contents, 'will-navigate', url), url).toBe(true);
    }
  });

  it('[SE1] no page opens a window or holds a webview', () => {
    const { own, makeContents, isStopped } = start();
    for (const session of [own, new SessionOfTest()]) {
      const contents = makeContents(session);
      expect(contents.open?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
      expect(isStopped(contents, 'will-attach-webview', '')).toBe(true);
    }
  });

  it('[SE1] no session gives a permission, a device or a download; only our page may copy a text', () => {
    const { app } = start();
    const session = new SessionOfTest();
    app.emit('session-created', session);
    const answers: (boolean | undefined)[] = [];
    const ask = (permission: string, requestingUrl: string): void => {
      session.request?.({}, permission, (granted) => answers.push(granted), { requestingUrl });
      answers.push(session.check?.({}, permission, requestingUrl));
    };
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'usb']) {
      ask(permission, 'app://duodian/');
    }
    ask('clipboard-sanitized-write', 'https://im.jinritemai.com/');
    ask('clipboard-sanitized-write', 'https://app//duodian/');
    expect(new Set(answers)).toEqual(new Set([false]));
    answers.length = 0;
    ask('clipboard-sanitized-write', 'app://duodian/');
    expect(answers).toEqual([true, true]);
    expect(session.device?.()).toBe(false);
    let stopped = false;
    session.emit('will-download', { preventDefault: () => (stopped = true) });
    expect(stopped).toBe(true);
  });
});
