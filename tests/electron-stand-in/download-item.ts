import type * as Electron from 'electron';
import { Covered } from './covered.ts';
import { record } from './record.ts';

/** A download that has begun. Nobody answers the dialog that it ends in, so nothing of it is ever written. */
export class DownloadItem
  extends Covered
  implements
    Pick<
      Electron.DownloadItem,
      'getFilename' | 'getMimeType' | 'getURL' | 'getURLChain' | 'setSaveDialogOptions'
    >
{
  readonly #url: string;
  readonly #filename: string;
  readonly #mimeType: string;

  constructor(url: string, filename: string, mimeType: string) {
    super(['done', 'updated']);
    this.#url = url;
    this.#filename = filename;
    this.#mimeType = mimeType;
  }

  getURL(): string {
    return this.#url;
  }

  getURLChain(): string[] {
    return [this.#url];
  }

  getFilename(): string {
    return this.#filename;
  }

  getMimeType(): string {
    return this.#mimeType;
  }

  setSaveDialogOptions(options: Electron.SaveDialogOptions): void {
    record('download.offered', options);
  }
}
