import type { AuthInfo, WebContents } from 'electron';
import type { Log } from '../core/ports/log.ts';
import type { Secret } from '#shared/model/secret.ts';

/** What Chromium wants to hear. */
export type Login = { readonly username: string; readonly password: string };

/**
 * Answers for the person when something asks for a password: no box of the system holds a page up (PL11). A proxy gets what the
 * environment knows of it; one that still asks is told to her once.
 */
export class ProxyLogin {
  readonly #loginOf: (host: string, port: number) => Secret | null;
  readonly #tell: () => void;
  readonly #log: Log;
  /** Given, and not yet known to be right. */
  readonly #tried = new WeakSet<WebContents>();
  #isTold = false;

  constructor(parts: {
    readonly loginOf: (host: string, port: number) => Secret | null;
    readonly tell: () => void;
    readonly log: Log;
  }) {
    this.#loginOf = parts.loginOf;
    this.#tell = parts.tell;
    this.#log = parts.log;
  }

  /** Null where nothing is given. */
  answer(
    contents: WebContents | null | undefined,
    { isProxy, host, port }: AuthInfo,
  ): Login | null {
    if (!isProxy) return null;
    const login = this.#loginOf(host, port);
    if (
      login === null ||
      contents === null ||
      contents === undefined ||
      this.#tried.has(contents)
    ) {
      this.#log.warn('proxy.loginWanted', { isKnown: login !== null });
      if (!this.#isTold) this.#tell();
      this.#isTold = true;
      return null;
    }
    this.#tried.add(contents);
    // What was loaded came through the proxy.
    contents.once('did-navigate', () => this.#tried.delete(contents));
    const [, username = '', password = ''] = /^([^:]*):(.*)$/su.exec(login.reveal()) ?? [];
    return { username, password };
  }
}
