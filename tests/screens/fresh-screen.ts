import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { ErrorKind } from '#shared/model/result.ts';
import type { Replica } from '#shared/sync/delta.ts';

const VIEWPORT = { width: 1280, height: 800 } as const;

/** The screen of one test file: one page of the one browser, with a fresh app before each case. */
export class FreshScreen {
  #browser: Browser | null = null;
  #page: Page | null = null;
  readonly #faults: string[] = [];

  get page(): Page {
    if (this.#page === null) throw new Error('the screen is opened before the first case');
    return this.#page;
  }

  async begin(): Promise<void> {
    this.#browser = await chromium.connect(inject('screens').browser);
    const context = await this.#browser.newContext({
      locale: 'zh-CN',
      viewport: VIEWPORT,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    this.#page = await context.newPage();
    // What one case chose must not greet the next.
    await this.#page.addInitScript(() => {
      localStorage.clear();
    });
    this.#page.on('pageerror', (error) => this.#faults.push(error.message));
    this.#page.on('console', (message) => {
      if (message.type() === 'error') this.#faults.push(message.text());
    });
  }

  async end(): Promise<void> {
    await this.#browser?.close();
  }

  /** Loads the app anew. */
  load(): Promise<void> {
    return this.open('?theme=light');
  }

  /** Loads the app with these words of the harness. */
  protected async open(words: string): Promise<void> {
    this.#faults.length = 0;
    await this.page.goto(`${inject('screens').url}${words}`);
    await this.page.getByRole('status', { name: '连接状态' }).waitFor();
  }

  /** Errors that the page threw or printed since it was loaded. */
  faults(): readonly string[] {
    return this.#faults;
  }

  /** The inputs of all calls of this name, in order. */
  calls(name: CallName): Promise<readonly unknown[]> {
    return this.page.evaluate((asked) => window.harness.calls(asked), name);
  }

  replica(): Promise<Replica> {
    return this.page.evaluate(() => window.harness.replica());
  }

  /** From now on the host says no to every call of this name. */
  refuse(name: CallName, kind: ErrorKind, detail = ''): Promise<void> {
    return this.page.evaluate(
      (given) => {
        const error = { kind: given.kind, detail: given.detail };
        window.harness.answer(given.name, { ok: false, error });
      },
      { name, kind, detail },
    );
  }

  /** Gives the calls of this name back to the host. */
  acceptAgain(name: CallName): Promise<void> {
    return this.page.evaluate((given) => {
      window.harness.answer(given, null);
    }, name);
  }

  hold(name: CallName): Promise<void> {
    return this.page.evaluate((given) => {
      window.harness.hold(given);
    }, name);
  }

  release(name: CallName): Promise<void> {
    return this.page.evaluate((given) => {
      window.harness.release(given);
    }, name);
  }

  /** Waits until this is where the keys go. */
  async untilFocused(name: string): Promise<void> {
    await expect
      .poll(() =>
        this.page.evaluate(() => {
          const focused = document.activeElement;
          return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
        }),
      )
      .toContain(name);
  }
}

/** A fresh app before each case of the file. A case fails as well when the page throws or prints an error. */
export const loadedAnew = <Screen extends FreshScreen>(screen: Screen): Screen => {
  beforeAll(() => screen.begin());
  afterAll(() => screen.end());
  beforeEach(() => screen.load());
  afterEach(() => {
    expect(screen.faults()).toEqual([]);
  });
  return screen;
};

/** Call it once at the top of a file. */
export const freshScreen = (): FreshScreen => loadedAnew(new FreshScreen());
