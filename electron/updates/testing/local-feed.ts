import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicText, signedManifest } from '../../../build/sign-feed.ts';
import type { Release, ReleaseFile } from '../manifest.ts';

export const TARGET = `${process.platform}-${process.arch}`;

/** A key pair that no program trusts by itself. */
export const keyPair = (): { readonly key: KeyObject; readonly publicText: string } => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { key: privateKey, publicText: publicText(privateKey) };
};

export const fileOf = (name: string, content: Buffer, target = TARGET): ReleaseFile => ({
  target,
  name,
  bytes: content.length,
  sha512: createHash('sha512').update(content).digest('base64'),
});

/** A feed on this computer: what it says, and how it fails, is the test's. */
export class LocalFeed {
  readonly #server: Server;
  readonly #pages = new Map<string, RequestListener>();
  readonly asked: string[] = [];
  /** Also of one that is down. */
  url = '';

  private constructor() {
    this.#server = createServer((request, response) => {
      const name = (request.url ?? '/').slice(1);
      this.asked.push(name);
      const page = this.#pages.get(name);
      if (page === undefined) response.writeHead(404).end();
      else page(request, response);
    });
  }

  static async open(): Promise<LocalFeed> {
    const feed = new LocalFeed();
    await new Promise<void>((ready) => feed.#server.listen(0, '127.0.0.1', ready));
    feed.url = `http://127.0.0.1:${(feed.#server.address() as AddressInfo).port}/`;
    return feed;
  }

  serve(name: string, content: string | Buffer): void {
    this.#pages.set(name, (_request, response) => response.end(content));
  }

  /** Any other answer. */
  answer(name: string, listener: RequestListener): void {
    this.#pages.set(name, listener);
  }

  /** A release with one file for this system, signed. */
  publish(
    version: string,
    content: Buffer,
    {
      key,
      channel = 'stable',
      name = `duodian-${version}.AppImage`,
    }: {
      readonly key: KeyObject;
      readonly channel?: string;
      readonly name?: string;
    },
  ): Release {
    const notes = { 'zh-CN': `${version} 的新内容`, en: `What is new in ${version}` };
    const release = { version, notes, files: [fileOf(name, content)] };
    this.serve(`${channel}.json`, signedManifest(release, channel, key));
    this.serve(name, content);
    return release;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }
}
