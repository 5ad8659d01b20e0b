import path from 'node:path';
import { nativeImage, type NativeImage } from 'electron';
import { emptyPicture, type Picture, withNumber } from './number-picture.ts';

/** How much of the tray's picture the number covers: below it the mark must still be known. */
const TRAY_SHARE = 0.75;
const SIZE = 16;
const SCALES = [1, 2] as const;

const imageOf = (pictures: readonly Picture[]): NativeImage => {
  const image = nativeImage.createEmpty();
  for (const [index, { width, height, pixels }] of pictures.entries()) {
    const scaleFactor = SCALES[index] ?? 1;
    image.addRepresentation({ scaleFactor, width, height, buffer: Buffer.from(pixels) });
  }
  return image;
};

/** The pictures of the tray, in the folder that is built beside the main process, with a number on them. */
export class TrayPictures {
  readonly #folder: string;
  #base: NativeImage | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** macOS writes the number beside the picture and colours it itself. */
  forMenuBar(): NativeImage {
    return nativeImage.createFromPath(path.join(this.#folder, 'trayTemplate.png'));
  }

  forTray(count: number): NativeImage {
    this.#base ??= nativeImage.createFromPath(path.join(this.#folder, 'tray.png'));
    const base = this.#base;
    if (count <= 0) return base;
    return imageOf(
      SCALES.map((scaleFactor) => {
        const side = SIZE * scaleFactor;
        const pixels = base.toBitmap({ scaleFactor });
        return withNumber({ width: side, height: side, pixels }, count, TRAY_SHARE);
      }),
    );
  }
}

/** The number alone, for the corner of a taskbar's button; null for nobody. */
export const overlayPicture = (count: number): NativeImage | null =>
  count <= 0
    ? null
    : imageOf(SCALES.map((scale) => withNumber(emptyPicture(SIZE * scale), count, 1)));
