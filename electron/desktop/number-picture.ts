/** A picture as Electron's `toBitmap` gives it: four bytes a pixel (blue, green, red, alpha), colours multiplied by alpha. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
};

/** Three columns and five rows a digit, a bit a pixel, the topmost row first. */
const DIGITS = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 3, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 1, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;
const DIGIT_WIDTH = 3;
const DIGIT_HEIGHT = 5;
/** More than two digits cannot be read at this size; the words beside the picture have the whole number. */
const LARGEST = 99;

/** The red of what needs the agent. */
const RED = [0x3b, 0x3b, 0xe0] as const;
const WHITE = [0xff, 0xff, 0xff] as const;

/** How much of a pixel lies within the disc, 0 to 1. */
const coverage = (x: number, y: number, centreX: number, centreY: number, radius: number): number =>
  Math.max(0, Math.min(1, radius - Math.hypot(x + 0.5 - centreX, y + 0.5 - centreY) + 0.5));

const blend = (
  pixels: Uint8Array,
  at: number,
  colour: readonly [number, number, number],
  alpha: number,
): void => {
  for (const channel of [0, 1, 2] as const) {
    pixels[at + channel] = colour[channel] * alpha + (pixels[at + channel] ?? 0) * (1 - alpha);
  }
  pixels[at + 3] = 255 * alpha + (pixels[at + 3] ?? 0) * (1 - alpha);
};

type Dot = { readonly column: number; readonly row: number };

/** The white dots of the digits, counted from the first one's corner. */
const dotsOf = (text: string): readonly Dot[] =>
  Array.from(text, Number).flatMap((digit, index) =>
    (DIGITS[digit] ?? []).flatMap((bits, row) =>
      Array.from({ length: DIGIT_WIDTH }, (_, column) => column)
        .filter((column) => ((bits >> (DIGIT_WIDTH - 1 - column)) & 1) === 1)
        .map((column) => ({ column: index * (DIGIT_WIDTH + 1) + column, row })),
    ),
  );

/** The digits in the middle of a disc of this size, each dot a square, as large as fits. */
const drawDigits = (
  { pixels, width }: Picture,
  text: string,
  disc: { readonly left: number; readonly top: number; readonly size: number },
): void => {
  const columns = text.length * (DIGIT_WIDTH + 1) - 1;
  const side = Math.max(1, Math.floor((disc.size - 2) / Math.max(columns, DIGIT_HEIGHT + 1)));
  const startX = disc.left + Math.floor((disc.size - columns * side) / 2);
  const startY = disc.top + Math.floor((disc.size - DIGIT_HEIGHT * side) / 2);
  for (const { column, row } of dotsOf(text)) {
    for (let part = 0; part < side * side; part += 1) {
      const x = startX + column * side + (part % side);
      const y = startY + row * side + Math.floor(part / side);
      blend(pixels, (y * width + x) * 4, WHITE, 1);
    }
  }
};

/**
 * A copy of the picture with the number on a red disc in its lower right corner. `share`: how much of the side the disc takes, 1 for all
 * of it. Zero has no disc.
 */
export const withNumber = (base: Picture, count: number, share: number): Picture => {
  const picture = { ...base, pixels: Uint8Array.from(base.pixels) };
  if (count <= 0) return picture;
  const size = Math.round(Math.min(base.width, base.height) * share);
  const left = base.width - size;
  const top = base.height - size;
  for (let y = top; y < base.height; y += 1) {
    for (let x = left; x < base.width; x += 1) {
      const alpha = coverage(x, y, left + size / 2, top + size / 2, size / 2);
      if (alpha > 0) blend(picture.pixels, (y * base.width + x) * 4, RED, alpha);
    }
  }
  drawDigits(picture, String(Math.min(count, LARGEST)), { left, top, size });
  return picture;
};

/** A square with nothing in it. */
export const emptyPicture = (side: number): Picture => ({
  width: side,
  height: side,
  pixels: new Uint8Array(side * side * 4),
});
