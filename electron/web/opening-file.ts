import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/ports/clock.ts';
import { writeWhole } from '../host/data/private-file.ts';
import { KEY_LIFE_MS } from './page-access.ts';

const NAME = /^open-[0-9a-f]{16}\.html(\.new)?$/u;

/** Both are hexadecimal digits, a port and base64url: nothing in them ends a string or a script. */
type Addresses = { readonly usual: string; readonly safari: string | null };

const pageThatLeadsTo = ({ usual, safari }: Addresses): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>多店</title>
<p>正在打开多店…</p>
<script>
  const isSafari = /Version\\/[^ ]+ .*Safari\\//.test(navigator.userAgent) && !/Chrom/.test(navigator.userAgent);
  location.replace(isSafari ? ${JSON.stringify(safari ?? usual)} : ${JSON.stringify(usual)});
</script>
</html>
`;

/**
 * Opens a browser without putting the start key into a command line, which every user of the computer can read (SE3): the browser
 * gets the name of a file that only its owner may read, and the file leads on to the address.
 */
export class OpeningFile {
  readonly #directory: string;
  readonly #clock: Pick<Clock, 'setTimer'>;
  readonly #written = new Set<string>();

  constructor(directory: string, clock: Pick<Clock, 'setTimer'>) {
    this.#directory = directory;
    this.#clock = clock;
  }

  /** Removes what an earlier run left because it was killed; its keys are dead. */
  sweep(): void {
    for (const name of readdirSync(this.#directory)) {
      if (NAME.test(name)) rmSync(path.join(this.#directory, name), { force: true });
    }
  }

  /** Answers the file; it goes when its key has no time left. */
  async write(addresses: Addresses): Promise<string> {
    const file = path.join(this.#directory, `open-${randomBytes(8).toString('hex')}.html`);
    await writeWhole(file, pageThatLeadsTo(addresses));
    this.#written.add(file);
    this.#clock.setTimer(KEY_LIFE_MS.opened, () => this.#remove(file));
    return file;
  }

  /** Removes what is still there. */
  stop(): void {
    for (const file of this.#written) this.#remove(file);
  }

  #remove(file: string): void {
    this.#written.delete(file);
    rmSync(file, { force: true });
  }
}
