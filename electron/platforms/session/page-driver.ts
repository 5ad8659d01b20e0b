import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { PageGuard } from './page-guard.ts';
import { PageManners } from './page-manners.ts';
import { PageSockets } from './page-sockets.ts';
import { installScript, scriptSource, type InstalledScript } from './page-script.ts';
import type { PageSession, PageShown, SiteMap } from './page-session.ts';
import { allowedAddress } from './site-map.ts';

/** What kind of address the page shows. `url` is the shown one (of the sandbox, where the sites are simulated). */
export type Whereabouts = {
  readonly kind: 'blank' | 'workbench' | 'login' | 'challenge' | 'unreachable';
  readonly url: string;
};

/** The page's address could not be loaded: no network, no such host. */
export class NotReachable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotReachable';
  }
}

const frameSchema = z.object({
  id: z.string(),
  parentId: z.string().optional(),
  url: z.string(),
  unreachableUrl: z.string().optional(),
});
const navigatedSchema = z.object({ frame: frameSchema });
const withinDocumentSchema = z.object({ frameId: z.string(), url: z.string() });
const navigateSchema = z.object({ errorText: z.string().optional() });
type FrameTree = {
  readonly frame: z.output<typeof frameSchema>;
  readonly childFrames?: readonly FrameTree[] | undefined;
};
const frameTreeSchema: z.ZodType<FrameTree> = z.object({
  frame: frameSchema,
  get childFrames() {
    return z.array(frameTreeSchema).optional();
  },
});
const treeSchema = z.object({ frameTree: frameTreeSchema });
const ownerSchema = z.object({ backendNodeId: z.number() });
const nodeSchema = z.object({
  node: z.object({ contentDocument: z.object({ backendNodeId: z.number() }).optional() }),
});
const resolvedSchema = z.object({ object: z.object({ objectId: z.string() }) });

export type PageDriverParts = {
  readonly page: PageSession;
  readonly adapter: Adapter;
  readonly sites: SiteMap;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * One page of a shop: where it is, and the adapter's script in it. Of the DevTools domains only `Page` and `Fetch` are
 * enabled, and `Network` for an adapter that listens to the page's sockets.
 */
export class PageDriver {
  readonly page: PageSession;
  readonly #parts: PageDriverParts;
  readonly #mainFrameId: string;
  readonly #guard: PageGuard;
  readonly #manners: PageManners;
  /** What the page's own sockets receive; null for an adapter that does not listen to them. */
  readonly sockets: PageSockets | null;
  readonly #undo: (() => void)[] = [];
  readonly #navigationListeners = new Set<() => void>();
  #isShown = false;
  #where: Whereabouts = { kind: 'blank', url: 'about:blank' };

  private constructor(parts: PageDriverParts, mainFrameId: string) {
    this.page = parts.page;
    this.#parts = parts;
    this.#mainFrameId = mainFrameId;
    this.#guard = new PageGuard({
      page: parts.page,
      mainFrameId,
      allows: (url) => this.#allows(url),
      onRefused: (host) => parts.log.warn('page.navigationRefused', { host }),
    });
    const { page, clock, log } = parts;
    this.#manners = new PageManners({ page, clock, log, allows: (url) => this.#allows(url) });
    const { socketUrls } = parts.adapter.manifest;
    this.sockets =
      socketUrls === undefined ? null : new PageSockets(parts.page, parts.sites, socketUrls);
    this.#undo.push(
      () => this.#guard.end(),
      () => this.sockets?.end(),
      parts.page.onHidden(() => void this.hide().catch(() => {})),
      parts.page.on('Page.frameNavigated', (event) => this.#hearNavigation(event)),
      parts.page.on('Page.navigatedWithinDocument', (event) => this.#hearRoute(event)),
    );
  }

  static async take(parts: PageDriverParts, blockHeavy = true): Promise<PageDriver> {
    await parts.page.send('Page.enable');
    const { frameTree } = treeSchema.parse(await parts.page.send('Page.getFrameTree'));
    const driver = new PageDriver(parts, frameTree.frame.id);
    await driver.#guard.watch(blockHeavy);
    await driver.#manners.watch(false);
    await driver.sockets?.begin();
    return driver;
  }

  /** A person may be at it. */
  get isShown(): boolean {
    return this.#isShown;
  }

  where(): Whereabouts {
    return this.#where;
  }

  /**
   * Goes to a real address. Rejects with `NotReachable`; an aborted load (the page went elsewhere by itself) is none.
   * `where()` follows with the page's own event, which may come a little after the answer.
   */
  async goTo(realUrl: string): Promise<void> {
    const url = this.#parts.sites.urlFor(realUrl);
    const { errorText } = navigateSchema.parse(await this.page.send('Page.navigate', { url }));
    if (errorText !== undefined && errorText !== '' && errorText !== 'net::ERR_ABORTED')
      throw new NotReachable(errorText);
  }

  /** After the page went to another document, or (single-page routes) only to another kind of address. */
  onNavigated(listener: () => void): () => void {
    this.#navigationListeners.add(listener);
    return () => this.#navigationListeners.delete(listener);
  }

  /**
   * Looks for the frame in which the adapter's script finds all it expects, and leaves it installed there.
   * Otherwise tells what the best frame lacks.
   */
  async install(): Promise<{ readonly script: InstalledScript } | { readonly missing: string[] }> {
    const { page, clock, adapter } = this.#parts;
    const source = scriptSource(adapter.page);
    let fewest: string[] = [...adapter.manifest.expectedShapes];
    for (const scope of await this.#scopes()) {
      const script = await installScript(page, clock, source, scope);
      if (!script) continue;
      const missing = await this.missingShapes(script);
      if (missing.length === 0) return { script };
      if (missing.length < fewest.length) fewest = missing;
      await script.dispose();
    }
    return { missing: fewest };
  }

  async missingShapes(script: InstalledScript): Promise<string[]> {
    const shape = z.record(z.string(), z.boolean()).parse(await script.call('shape', [], 5_000));
    return this.#parts.adapter.manifest.expectedShapes.filter((name) => shape[name] !== true);
  }

  /** Shows the page to the agent, with its images. */
  async show(): Promise<PageShown> {
    const answer = await this.page.show();
    this.#isShown = answer.shown;
    if (!answer.shown) return answer;
    await this.#guard.watch(false);
    await this.#manners.watch(true);
    return answer;
  }

  async hide(): Promise<void> {
    this.#isShown = false;
    // First: a page that waits for an answer does nothing else.
    await this.#manners.watch(false);
    await this.#guard.watch(true);
    await this.page.hide();
  }

  /** Closes the page; never rejects. */
  async close(): Promise<void> {
    this.#navigationListeners.clear();
    for (const undo of this.#undo) undo();
    await this.page.close().catch(() => {});
    this.#manners.end();
  }

  /** The main frame, then every frame in it that lives in the same process, by the document object of each. */
  async #scopes(): Promise<readonly (string | null)[]> {
    const { frameTree } = treeSchema.parse(await this.page.send('Page.getFrameTree'));
    const scopes: (string | null)[] = [null];
    for (const frameId of framesBelow(frameTree)) {
      const scope = await this.#documentOf(frameId).catch(() => null);
      if (scope !== null) scopes.push(scope);
    }
    return scopes;
  }

  /** A resolved node lives in its frame's main world: the way to the page's own objects without `Runtime.enable`. */
  async #documentOf(frameId: string): Promise<string | null> {
    const owner = ownerSchema.parse(await this.page.send('DOM.getFrameOwner', { frameId }));
    const { node } = nodeSchema.parse(
      await this.page.send('DOM.describeNode', { ...owner, depth: 0, pierce: true }),
    );
    if (!node.contentDocument) return null;
    const { object } = resolvedSchema.parse(
      await this.page.send('DOM.resolveNode', node.contentDocument),
    );
    return object.objectId;
  }

  #hearNavigation(event: unknown): void {
    const navigated = navigatedSchema.safeParse(event);
    // Wherever it went: who is there must be asked anew.
    if (!navigated.success) return this.#tellNavigated();
    const { frame } = navigated.data;
    if (frame.parentId !== undefined) return;
    this.#where =
      frame.unreachableUrl === undefined
        ? this.#whereIs(frame.url)
        : { kind: 'unreachable', url: frame.unreachableUrl };
    this.#tellNavigated();
  }

  #hearRoute(event: unknown): void {
    const routed = withinDocumentSchema.safeParse(event);
    if (!routed.success || routed.data.frameId !== this.#mainFrameId) return;
    const { url } = routed.data;
    const before = this.#where.kind;
    this.#where = this.#whereIs(url);
    if (before !== this.#where.kind) this.#tellNavigated();
  }

  #tellNavigated(): void {
    for (const listener of this.#navigationListeners) listener();
  }

  #whereIs(url: string): Whereabouts {
    if (url === 'about:blank') return { kind: 'blank', url };
    const { manifest } = this.#parts.adapter;
    const real = this.#parts.sites.realUrlOf(url) ?? url;
    if (manifest.challengeUrls.some((pattern) => pattern.test(real)))
      return { kind: 'challenge', url };
    if (manifest.loginUrls.some((pattern) => pattern.test(real))) return { kind: 'login', url };
    return { kind: 'workbench', url };
  }

  #allows(url: string): boolean {
    const { manifest } = this.#parts.adapter;
    return allowedAddress(url, this.#parts.sites, manifest.allowedHosts) !== null;
  }
}

const framesBelow = (tree: FrameTree): readonly string[] => (tree.childFrames ?? []).flatMap(idsIn);

const idsIn = (tree: FrameTree): string[] => [tree.frame.id].concat(framesBelow(tree));
