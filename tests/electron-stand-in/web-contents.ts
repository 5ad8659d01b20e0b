import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { app } from './app.ts';
import { cdp, hearBrowser, hearSession } from './browser.ts';
import { Covered, destroy, stoppable } from './covered.ts';
import { answerInvoke } from './ipc-main.ts';
import { DownloadItem } from './download-item.ts';
import { MAIN_WORLD, preloadWorld } from './page-worlds.ts';
import { record } from './record.ts';
import { factorOfZoom, keyOfInput, levelOfZoom } from './rules.ts';
import { schemeOf, toInside, toOutside } from './scheme.ts';
import { type PausedRequest, serveRequest, typeServedAt } from './served-request.ts';
import { type PartitionSession, session } from './session.ts';

const EVENTS = [
  'context-menu',
  'destroyed',
  'did-fail-load',
  'did-navigate',
  'did-finish-load',
  'dom-ready',
  'enter-html-full-screen',
  'leave-html-full-screen',
  'render-process-gone',
  'responsive',
  'unresponsive',
  'will-attach-webview',
  'will-frame-navigate',
  'will-navigate',
  'will-prevent-unload',
  'will-redirect',
  'before-input-event',
  'did-create-window',
];
const PRELOAD_WORLD = 'preload';

type Opened = { readonly targetId: string; readonly openerId?: string };
type Paused = {
  readonly requestId: string;
  readonly request: PausedRequest;
  readonly resourceType: string;
  readonly frameId: string;
};
type MadeContext = {
  readonly context: {
    readonly id: number;
    readonly name: string;
    readonly auxData?: { readonly frameId?: string };
  };
};
type Called = { readonly payload: string; readonly executionContextId: number };
type BegunDownload = {
  readonly guid: string;
  readonly url: string;
  readonly suggestedFilename: string;
};
type Navigated = { readonly frame: { readonly parentId?: string; readonly url: string } };

type Frame = { parent: null; origin: string; osProcessId: number; framesInSubtree: Frame[] };
type OpenHandler = Electron.WebContents['setWindowOpenHandler'] extends (run: infer Run) => void
  ? Run
  : never;

/** `webContents.debugger`: a session of its own, so that what the app intercepts is apart from what the stand-in does. */
class Debugger extends Covered implements Pick<Electron.Debugger, 'attach' | 'sendCommand'> {
  readonly #target: Promise<string>;
  #session: Promise<string> | null = null;

  constructor(target: Promise<string>) {
    super(['detach', 'message']);
    this.#target = target;
  }

  attach(): void {
    this.#session = this.#attach();
    this.#session.catch(() => undefined);
  }

  async sendCommand(method: string, given: unknown = {}, sessionId = ''): Promise<unknown> {
    if (this.#session === null) throw new Error('No target available');
    const own = await this.#session;
    return cdp(method, given as object, sessionId === '' ? own : sessionId);
  }

  async #attach(): Promise<string> {
    const own = await attach(await this.#target);
    hearSession(own, (method, parameters, sessionId) =>
      this.emit('message', {}, method, parameters, sessionId === own ? '' : sessionId),
    );
    return own;
  }
}

const attach = async (targetId: string): Promise<string> => {
  const answer = await cdp<{ readonly sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  return answer.sessionId;
};

const all = new Set<WebContents>();

/** What each page that is open was made with. */
export const openContents = (): readonly object[] =>
  [...all].map((contents) => ({
    partition: contents.partition.partition,
    preferences: contents.preferences,
    zoomLevel: Math.round(contents.getZoomLevel() * 100) / 100,
  }));

/** A test sets it. */
export const loads = { failNext: false };

/** One page: a target of the browser, and a session in which the stand-in plays Electron's part. */
export class WebContents
  extends Covered
  implements
    Pick<
      Electron.WebContents,
      | 'close'
      | 'focus'
      | 'getURL'
      | 'getZoomFactor'
      | 'getZoomLevel'
      | 'forcefullyCrashRenderer'
      | 'isCrashed'
      | 'isDestroyed'
      | 'loadURL'
      | 'reload'
      | 'send'
      | 'sendInputEvent'
      | 'setAudioMuted'
      | 'setZoomFactor'
      | 'setZoomLevel'
    >
{
  readonly session: Electron.Session;
  readonly debugger: Debugger;
  readonly mainFrame: Frame = { parent: null, origin: '', osProcessId: 0, framesInSubtree: [] };
  readonly partition: PartitionSession;
  /** As they were given, without what cannot be written down. */
  readonly preferences: object;
  readonly #target: Promise<string>;
  readonly #line: Promise<string>;
  #preloadContext: number | null = null;
  #mainFrameId = '';
  #isDestroyed = false;
  #isCrashed = false;
  #zoomLevel = 0;
  #address = '';
  #openHandler: OpenHandler = () => ({ action: 'allow' });

  constructor(preferences: Electron.WebPreferences) {
    super(EVENTS);
    this.session = preferences.session ?? session.fromPartition(preferences.partition ?? '');
    this.partition = this.session as unknown as PartitionSession;
    this.preferences = { ...preferences, session: null };
    all.add(this);
    this.mainFrame.framesInSubtree.push(this.mainFrame);
    this.#target = this.#create();
    this.debugger = new Debugger(this.#target);
    this.#line = this.#open(preferences.preload);
    // A page that is closed while it opens; whoever waits for it hears of it.
    this.#target.catch(() => undefined);
    this.#line.catch(() => undefined);
    app.emit('web-contents-created', {}, this);
  }

  async loadURL(address: string): Promise<void> {
    if (loads.failNext) {
      loads.failNext = false;
      throw new Error(`ERR_FAILED (-2) loading '${address}'`);
    }
    this.#address = address;
    await cdp('Page.navigate', { url: toInside(address) }, await this.#line);
    this.#isCrashed = false;
  }

  reload(): void {
    this.loadURL(this.#address).catch(() => undefined);
  }

  /** What waits for the preload script's world is lost before it is there, as in Electron. */
  send(channel: string, ...words: unknown[]): void {
    void this.#tellPreload({ channel, words });
  }

  setWindowOpenHandler(run: OpenHandler): void {
    this.#openHandler = run;
  }

  setAudioMuted(isMuted: boolean): void {
    record('webContents.setAudioMuted', isMuted);
  }

  getURL(): string {
    return this.#address;
  }

  getZoomLevel(): number {
    return this.#zoomLevel;
  }

  getZoomFactor(): number {
    return factorOfZoom(this.#zoomLevel);
  }

  setZoomLevel(level: number): void {
    this.#zoomLevel = level;
  }

  setZoomFactor(factor: number): void {
    this.#zoomLevel = levelOfZoom(factor);
  }

  sendInputEvent({ type, ...event }: Electron.KeyboardInputEvent): void {
    const key = { type, ...keyOfInput(event) };
    void this.#line.then((line) => cdp('Input.dispatchKeyEvent', key, line));
  }

  focus(): void {
    record('webContents.focus');
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  forcefullyCrashRenderer(): void {
    void this.#line.then((line) => cdp('Page.crash', {}, line).catch(() => undefined));
  }

  copy(): void {
    record('webContents.copy');
  }

  close(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    all.delete(this);
    void this.#target
      .then((targetId) => cdp('Target.closeTarget', { targetId }))
      .catch(() => undefined);
    this.emit('destroyed');
    destroy(this);
  }

  async #create(): Promise<string> {
    const { targetId } = await cdp<{ readonly targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      width: 1440,
      height: 900,
      newWindow: true,
      browserContextId: await this.partition.context,
    });
    const undo = await hearBrowser('Target.targetCreated', (told) =>
      this.#closeOpened((told as { readonly targetInfo: Opened }).targetInfo, targetId),
    );
    this.once('destroyed', undo);
    return targetId;
  }

  async #open(preload: string | undefined): Promise<string> {
    const line = await attach(await this.#target);
    hearSession(line, (method, parameters, sessionId) => {
      if (sessionId === line) this.#hear(line, method, parameters);
    });
    const send = (method: string, parameters: object = {}): Promise<unknown> =>
      cdp(method, parameters, line);
    const userAgent = this.session.getUserAgent();
    await send('Emulation.setUserAgentOverride', { userAgent });
    await send('Page.enable');
    await send('Inspector.enable');
    const isOwn = this.partition.served.size > 0;
    const every = isOwn ? {} : { resourceType: 'Document' };
    await send('Fetch.enable', { patterns: [{ urlPattern: '*', ...every }] });
    const { frameTree } = (await send('Page.getFrameTree')) as {
      readonly frameTree: { readonly frame: { readonly id: string } };
    };
    this.#mainFrameId = frameTree.frame.id;
    if (preload === undefined) return line;
    await send('Runtime.enable');
    await send('Runtime.addBinding', { name: 'toHost', executionContextName: PRELOAD_WORLD });
    const everywhere = 'Page.addScriptToEvaluateOnNewDocument';
    await send(everywhere, { source: MAIN_WORLD });
    const source = preloadWorld(readFileSync(preload, 'utf8'));
    await send(everywhere, { worldName: PRELOAD_WORLD, source });
    return line;
  }

  #hear(line: string, method: string, told: object): void {
    const hear: Readonly<Record<string, () => unknown>> = {
      'Fetch.requestPaused': () => this.#judgeRequest(line, told as Paused),
      'Runtime.executionContextCreated': () => this.#findPreload((told as MadeContext).context),
      'Runtime.bindingCalled': () => this.#hearPreload(told as Called),
      'Page.domContentEventFired': () => this.emit('dom-ready', {}),
      'Page.loadEventFired': () => this.#hearLoaded(),
      'Page.downloadWillBegin': () => this.#judgeDownload(told as BegunDownload),
      'Page.windowOpen': () => this.#judgeOpened(toOutside((told as { readonly url: string }).url)),
      'Page.frameNavigated': () => this.#hearNavigated((told as Navigated).frame),
      'Inspector.targetCrashed': () => this.#hearCrash(),
    };
    hear[method]?.();
  }

  #judgeDownload({ guid, url: inside, suggestedFilename }: BegunDownload): void {
    const url = toOutside(inside);
    const item = new DownloadItem(url, suggestedFilename, typeServedAt(url));
    const event = stoppable({});
    this.session.emit('will-download', event, item, this);
    record('download', { url, isStopped: event.defaultPrevented });
    void this.partition.context
      .then((browserContextId) => cdp('Browser.cancelDownload', { guid, browserContextId }))
      .catch(() => undefined);
  }

  #hearLoaded(): void {
    record('loaded', this.#address);
    this.emit('did-finish-load', {});
  }

  #hearCrash(): void {
    this.#isCrashed = true;
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  }

  #hearNavigated(frame: Navigated['frame']): void {
    if (frame.parentId !== undefined) return;
    this.emit('did-navigate', {}, toOutside(frame.url));
    const url = URL.parse(toOutside(frame.url));
    this.mainFrame.origin = url === null ? '' : `${url.protocol}//${url.host}`;
  }

  #findPreload(context: MadeContext['context']): void {
    if (context.name !== PRELOAD_WORLD || context.auxData?.frameId !== this.#mainFrameId) return;
    this.#preloadContext = context.id;
  }

  #hearPreload({ payload, executionContextId: context }: Called): void {
    const { id, channel, words, menu, opening } = JSON.parse(payload) as {
      readonly id: number;
      readonly channel: string;
      readonly words: readonly unknown[];
      readonly menu?: object;
      readonly opening?: string;
    };
    if (opening !== undefined) return this.#judgeOpened(opening);
    if (menu !== undefined) {
      const editFlags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true };
      this.emit('context-menu', {}, { editFlags, ...menu });
      return;
    }
    const event = { sender: this, senderFrame: this.mainFrame };
    void answerInvoke(channel, event, words).then((answer) =>
      this.#tellPreload({ id, ...answer }, context),
    );
  }

  async #tellPreload(message: object, context = this.#preloadContext): Promise<void> {
    if (context === null || this.#isDestroyed) return;
    const expression = `fromHost(${JSON.stringify(message)})`;
    const line = await this.#line.catch(() => '');
    await cdp('Runtime.evaluate', { contextId: context, expression }, line).catch(() => undefined);
  }

  async #judgeRequest(line: string, paused: Paused): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    const url = toOutside(request.url);
    const answer = (method: string, more: object): Promise<unknown> =>
      cdp(method, { requestId, ...more }, line).catch(() => undefined);
    const isMain = resourceType === 'Document' && frameId === this.#mainFrameId;
    if (resourceType === 'Document' && url !== this.#address) {
      const event = stoppable({ url, isMainFrame: isMain });
      this.emit('will-frame-navigate', event);
      if (isMain) this.emit('will-navigate', event, url);
      if (event.defaultPrevented)
        return void answer('Fetch.failRequest', { errorReason: 'Aborted' });
      if (isMain) this.#address = url;
    }
    const serve = this.partition.served.get(schemeOf(url));
    if (serve === undefined) await answer('Fetch.continueRequest', {});
    else await answer('Fetch.fulfillRequest', await serveRequest(serve, url, request));
  }

  #judgeOpened(url: string): void {
    const { action } = this.#openHandler({ url } as Electron.HandlerDetails);
    record('windowOpen', { url, action });
  }

  /** The page has a window that never loads, where Electron gives it none. */
  #closeOpened(target: Opened, own: string): void {
    if (target.openerId !== own) return;
    void cdp('Target.closeTarget', { targetId: target.targetId }).catch(() => undefined);
  }
}
