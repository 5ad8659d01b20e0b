import { createHash, type KeyObject } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { gt, lt } from 'semver';
import type { Clock } from '../core/ports/clock.ts';
import { askFeed, type FetchAlone, firstThatAnswers, Untaken } from './feed-fetch.ts';
import { readManifest, type Release, type ReleaseFile } from './manifest.ts';

/** A feed that says nothing for so long is down. */
const SILENT_MS = 20_000;
const MANIFEST_BYTES = 256 * 1024;
const OWNER_ONLY = 0o600;

export type UpdateFeedParts = {
  /** Asked in this order; each ends in a slash. */
  readonly feeds: readonly string[];
  readonly channel: string;
  readonly keys: readonly KeyObject[];
  /** The version that runs. */
  readonly current: string;
  /** `<process.platform>-<process.arch>`. */
  readonly target: string;
  readonly fetchAlone: FetchAlone;
  readonly clock: Pick<Clock, 'setTimer'>;
};

export type FoundRelease = { readonly release: Release; readonly file: ReleaseFile };

/** Ends what waits when nothing came for a while. */
class SilenceWatch {
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #ender = new AbortController();
  #cancel: () => void = () => undefined;

  constructor(clock: Pick<Clock, 'setTimer'>) {
    this.#clock = clock;
    this.hear();
  }

  get signal(): AbortSignal {
    return this.#ender.signal;
  }

  hear(): void {
    this.#cancel();
    this.#cancel = this.#clock.setTimer(SILENT_MS, () => this.#ender.abort());
  }

  end(): void {
    this.#cancel();
    this.#ender.abort();
  }
}

/** The bytes of an answer as they come; a line that breaks is `cut`. */
async function* bytesOf(response: Response, watch: SilenceWatch): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Untaken('cutFile');
    });
    if (done) return;
    watch.hear();
    yield value;
  }
}

/** The signed feed and the files beside it, over all its mirrors. */
export class UpdateFeed {
  readonly #parts: UpdateFeedParts;

  constructor(parts: UpdateFeedParts) {
    this.#parts = parts;
  }

  /** What is newer than the version that runs, null where nothing is. Rejects with `Untaken`. */
  find(): Promise<FoundRelease | null> {
    return firstThatAnswers(this.#parts.feeds, async (feed) => this.#judge(await this.#load(feed)));
  }

  /** Writes the signed file, and nothing else, to `place`. Rejects with `Untaken` or with an error of the disk; then nothing is left there. */
  async fetchFile(file: ReleaseFile, place: string, hear: (done: number) => void): Promise<void> {
    try {
      await firstThatAnswers(this.#parts.feeds, (feed) =>
        this.#fetchFrom(new URL(file.name, feed).href, file, { place, hear }),
      );
    } catch (error) {
      await rm(place, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  #judge(release: Release): FoundRelease | null {
    const { current, target } = this.#parts;
    if (lt(release.version, current)) throw new Untaken('olderVersion');
    if (!gt(release.version, current)) return null;
    const file = release.files.find((one) => one.target === target);
    if (file === undefined) throw new Untaken('noFile');
    return { release, file };
  }

  async #load(feed: string): Promise<Release> {
    const { channel, keys } = this.#parts;
    const reading = readManifest(await this.#text(`${feed}${channel}.json`), { channel, keys });
    if (!reading.ok) throw new Untaken(reading.why);
    return reading.release;
  }

  async #asked<Answer>(
    url: string,
    take: (bytes: AsyncGenerator<Uint8Array>) => Promise<Answer>,
  ): Promise<Answer> {
    const watch = new SilenceWatch(this.#parts.clock);
    try {
      return await take(bytesOf(await askFeed(this.#parts.fetchAlone, url, watch.signal), watch));
    } finally {
      watch.end();
    }
  }

  #text(url: string): Promise<string> {
    return this.#asked(url, async (bytes) => {
      const parts: Uint8Array[] = [];
      let length = 0;
      for await (const part of bytes) {
        length += part.length;
        if (length > MANIFEST_BYTES) throw new Untaken('malformed');
        parts.push(part);
      }
      return Buffer.concat(parts).toString('utf8');
    });
  }

  async #fetchFrom(
    url: string,
    file: ReleaseFile,
    { place, hear }: { readonly place: string; readonly hear: (done: number) => void },
  ): Promise<void> {
    const handle = await open(place, 'w', OWNER_ONLY);
    try {
      await this.#asked(url, (bytes) => writeChecked(bytes, file, { handle, hear }));
    } finally {
      await handle.close();
    }
  }
}

const writeChecked = async (
  bytes: AsyncGenerator<Uint8Array>,
  file: ReleaseFile,
  { handle, hear }: { readonly handle: FileHandle; readonly hear: (done: number) => void },
): Promise<void> => {
  const hash = createHash('sha512');
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > file.bytes) throw new Untaken('wrongFile');
    hash.update(part);
    await handle.writeFile(part);
    hear(length / file.bytes);
  }
  if (length < file.bytes) throw new Untaken('cutFile');
  if (hash.digest('base64') !== file.sha512) throw new Untaken('wrongFile');
  await handle.sync();
};
