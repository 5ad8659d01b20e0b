import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../media/testing/hostile-names.ts';
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

/** The page of a shop that stands before the person's eyes. */
const SHOWN = {};

const start = (hasSimulatedSites = false) => {
  const app = new EventEmitter();
  const own = new SessionOfTest();
  guardEverything(
    app as never,
    {
      session: () => own as never,
      downloads: () => '/home/agent/Downloads',
      isShown: (contents) => (contents as unknown) === SHOWN,
      hasSimulatedSites,
      proxyLogin: () => null,
    },
    SILENT,
  );
  const makeContents = (session: SessionOfTest): ContentsOfTest => {
    const contents = new ContentsOfTest(session);
    app.emit('web-contents-created', {}, contents);
    return contents;
  };
  const isStopped = (
    contents: ContentsOfTest,
    event: string,
    url: string,
    isMainFrame = true,
  ): boolean => {
    let stopped = false;
    contents.emit(event, { url, isMainFrame, preventDefault: () => (stopped = true) });
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

  it('[SE1] a frame of a shop holds the web and what its page has made; our own page has none', () => {
    const { own, makeContents, isStopped } = start();
    const shop = makeContents(new SessionOfTest());
    const mine = makeContents(own);
    const isFrameStopped = (contents: ContentsOfTest, url: string): boolean =>
      isStopped(contents, 'will-frame-navigate', url, false);
    for (const url of [
      'https://ads.example/',
      'about:srcdoc',
      'blob:https://x/1',
      'data:text/html,x',
    ]) {
      expect(isFrameStopped(shop, url), url).toBe(false);
      expect(isFrameStopped(mine, url), url).toBe(true);
    }
    for (const url of [
      'app://duodian/',
      'file:///etc/passwd',
      'weixin://x',
      'http://a.localhost/',
      'http://a.example/',
    ]) {
      expect(isFrameStopped(shop, url), url).toBe(true);
    }
  });

  it('[SE1] what another program of this computer serves is a place for simulated sites alone', () => {
    const place = 'http://im.jinritemai.com.localhost:4100/';
    for (const hasSimulatedSites of [true, false]) {
      const { makeContents, isStopped } = start(hasSimulatedSites);
      const contents = makeContents(new SessionOfTest());
      expect(isStopped(contents, 'will-navigate', place)).toBe(!hasSimulatedSites);
      expect(isStopped(contents, 'will-navigate', 'http://localhost:4100/')).toBe(true);
    }
  });

  it('[SE1] [SE11] a certificate that does not fit is refused without a question', () => {
    const { app } = start();
    const answers: boolean[] = [];
    let isStopped = false;
    const event = { preventDefault: () => (isStopped = true) };
    app.emit('certificate-error', event, {}, 'https://x/', 'net::ERR', {}, (isTrusted: boolean) =>
      answers.push(isTrusted),
    );
    expect([isStopped, answers]).toEqual([true, [false]]);
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
  });

  it('[PL8] a video may fill the screen in the page that is shown, and in no other', () => {
    const { app } = start();
    const session = new SessionOfTest();
    app.emit('session-created', session);
    const answers: boolean[] = [];
    for (const contents of [SHOWN, {}]) {
      for (const permission of ['fullscreen', 'media']) {
        const details = { requestingUrl: 'https://im.jinritemai.com/' };
        session.request?.(contents, permission, (granted) => answers.push(granted), details);
      }
    }
    expect(answers).toEqual([true, false, false, false]);
  });
});

type Wanted = {
  readonly url?: string;
  readonly chain?: readonly string[];
  readonly type?: string;
  readonly name?: string;
  /** The page that began it. */
  readonly page?: string;
  readonly isOther?: boolean;
};

/** What the agent is asked where to save, `refused` when she is not asked. */
const download = (wanted: Wanted): unknown => {
  const { app, own } = start();
  const session = wanted.isOther === true ? new SessionOfTest() : own;
  app.emit('session-created', session);
  const url = wanted.url ?? 'app://duodian/media?u=https%3A%2F%2Fx.example%2Fa&save=1795942512000';
  let asked: unknown = 'nothing';
  const item = {
    getURL: () => url,
    getURLChain: () => wanted.chain ?? [url],
    getMimeType: () => wanted.type ?? 'image/png',
    getFilename: () => wanted.name ?? 'whatever.png',
    setSaveDialogOptions: (options: unknown) => void (asked = options),
  };
  const preventDefault = (): void => void (asked = 'refused');
  session.emit('will-download', { preventDefault }, item, {
    getURL: () => wanted.page ?? 'app://duodian/',
  });
  return asked;
};

describe('[SE9] a download in the desktop host', () => {
  it('of a picture that our page shows asks where, under our name and its type', () => {
    expect(download({})).toEqual({
      defaultPath: expect.stringMatching(
        /^\/home\/agent\/Downloads[/\\]图片-2026112[89]-\d{6}\.png$/u,
      ) as string,
      filters: [{ name: 'PNG', extensions: ['png'] }],
      properties: ['showOverwriteConfirmation'],
    });
    const ours = 'app://duodian/outgoing?f=x.jpg&save=';
    expect(download({ url: ours, type: 'image/jpeg' })).toMatchObject({
      filters: [{ extensions: ['jpg'] }],
    });
  });

  it.each<Wanted>([
    { isOther: true },
    { page: 'https://im.jinritemai.com/' },
    { page: '' },
    { url: 'app://duodian/media?u=https%3A%2F%2Fx.example%2Fa' },
    { url: 'app://duodian/assets/main.js?save=1', type: 'image/png' },
    { url: 'app://other/media?save=1' },
    { url: 'https://duodian/media?save=1' },
    { url: 'blob:app://duodian/media?save=1' },
    { url: 'data:image/png;base64,AA' },
    { url: 'nonsense' },
    { chain: ['https://evil.example/a', 'app://duodian/media?save=1'] },
    { type: 'text/html' },
    { type: 'application/hta' },
    { type: 'application/octet-stream' },
    { type: 'image/svg+xml' },
    { type: '' },
  ])('[SE1] every other one is refused: %j', (wanted) => {
    expect(download(wanted)).toBe('refused');
  });

  it.each(HOSTILE_NAMES)('no name but ours is offered: %j', (name) => {
    const url = `app://duodian/media?u=${encodeURIComponent(`https://x.example/${name}`)}&save=${encodeURIComponent(name)}`;
    const offered = download({ name, url }) as { defaultPath: string };
    expect(offered.defaultPath).toMatch(/^\/home\/agent\/Downloads[/\\]图片-\d{8}-\d{6}\.png$/u);
  });
});
