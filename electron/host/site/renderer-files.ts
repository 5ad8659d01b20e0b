import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CannotStart, EXIT } from '../cannot-start.ts';
import { type PageLook, withLook } from './page-look.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
};

export type RendererFile = {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: Uint8Array<ArrayBuffer>;
};

/** vite puts a hash of the content into the names under assets/. */
const isHashed = (address: string): boolean => address.startsWith('/assets/');

/**
 * The built renderer. The addresses are listed once, at the start; a request is looked up among them and never
 * becomes a path, so no spelling of `..` leads anywhere. Throws `CannotStart` when the folder has no index.html.
 */
export class RendererFiles {
  readonly #folder: string;
  readonly #look: () => PageLook;
  readonly #addresses: ReadonlySet<string>;

  /** `look` is asked whenever the page is loaded. */
  constructor(folder: string, look: () => PageLook) {
    this.#folder = folder;
    this.#look = look;
    if (!existsSync(path.join(folder, 'index.html')))
      throw new CannotStart(EXIT.failed, `no index.html in ${folder}`);
    this.#addresses = new Set(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .map((file) => `/${file.split(path.sep).join('/')}`),
    );
  }

  /** The file behind a path of an address (`/` is the page itself), null for one that is not there. */
  find(pathname: string): RendererFile | null {
    const address = pathname === '/' ? '/index.html' : pathname;
    const contentType = CONTENT_TYPES[path.posix.extname(address)];
    if (!this.#addresses.has(address) || contentType === undefined) return null;
    const bytes = readFileSync(path.join(this.#folder, ...address.split('/')));
    return {
      contentType,
      cacheControl: isHashed(address) ? 'private, max-age=31536000, immutable' : 'no-store',
      body:
        address === '/index.html'
          ? Buffer.from(withLook(bytes.toString('utf8'), this.#look()))
          : bytes,
    };
  }
}
