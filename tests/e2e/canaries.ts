import { Buffer } from 'node:buffer';

/** Shorter pieces of a cookie are no secrets (flags, counters) and stand everywhere by chance. */
const SHORTEST = 8;

/** What stays the same of a text in base64 whatever stands before and behind it, for its three alignments. */
const base64Cores = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const head = Math.ceil((shift * 8) / 6);
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(head, whole);
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Every way in which a text may lie in a file, a page or a process. */
const spellingsOf = (secret: string): readonly Buffer[] => {
  const utf8 = Buffer.from(secret, 'utf8');
  const cores = base64Cores(utf8);
  const texts = new Set([
    secret,
    decoded(secret),
    JSON.stringify(secret).slice(1, -1),
    // As V8 and Python write JSON: ASCII only.
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll(
        /[\u0080-\uffff]/gu,
        (letter) => String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    encodeURIComponent(secret),
    encodeURI(secret),
    utf8.toString('hex'),
    ...cores,
    ...cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
  ]);
  return [
    ...[...texts].map((text) => Buffer.from(text, 'utf8')),
    Buffer.from(secret, 'utf16le'),
    // A page keeps Latin-1 texts with a byte a letter.
    Buffer.from(secret, 'latin1'),
  ];
};

/** Secrets that must be found nowhere, each under a name that may be printed. */
export class Canaries {
  readonly #known = new Map<
    string,
    { readonly name: string; readonly spellings: readonly Buffer[] }
  >();

  add(name: string, secret: string): void {
    if (secret.length < SHORTEST || this.#known.has(secret)) return;
    this.#known.set(secret, { name, spellings: spellingsOf(secret) });
  }

  /** A cookie header: the whole of it, each value, and the random part inside a value. */
  addCookies(name: string, header: string): void {
    this.add(name, header);
    for (const pair of header.split(';')) {
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1).trim();
      const label = `${name} ${pair.slice(0, at).trim()}`;
      this.add(label, value);
      for (const [run] of value.matchAll(/[\da-f]{16,}/giu)) this.add(`${label}, random part`, run);
    }
  }

  get count(): number {
    return this.#known.size;
  }

  get spellings(): number {
    return [...this.#known.values()].reduce((sum, { spellings }) => sum + spellings.length, 0);
  }

  /** Names of the secrets that lie in `place`; those of `except` do not count. */
  hitsIn(place: string | Buffer, except: readonly string[] = []): readonly string[] {
    const bytes = typeof place === 'string' ? Buffer.from(place, 'utf8') : place;
    return [...this.#known]
      .filter(([secret]) => !except.includes(secret))
      .filter(([, { spellings }]) => spellings.some((spelling) => bytes.includes(spelling)))
      .map(([, { name }]) => name);
  }
}
