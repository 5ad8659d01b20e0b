import { encodePng, type Rgb } from './png.ts';

/** A picture is a soft background with a few plain shapes: enough to be told apart at a glance. Places are fractions. */
type Shape = {
  readonly kind: 'box' | 'disc';
  readonly at: readonly [x: number, y: number];
  readonly size: readonly [width: number, height: number];
  readonly color: Rgb;
};
type Drawing = { readonly from: Rgb; readonly to: Rgb; readonly shapes: readonly Shape[] };

const box = (x: number, y: number, width: number, height: number, color: Rgb): Shape => ({
  kind: 'box',
  at: [x, y],
  size: [width, height],
  color,
});
const disc = (x: number, y: number, radius: number, color: Rgb): Shape => ({
  kind: 'disc',
  at: [x, y],
  size: [radius, radius],
  color,
});

const WALNUT: Rgb = [122, 78, 48];
const CREAM: Rgb = [246, 238, 224];

const DRAWINGS: Readonly<Record<string, Drawing>> = {
  'shelf.png': {
    from: [255, 226, 196],
    to: [255, 178, 122],
    shapes: [
      ...[0.26, 0.5, 0.74].map((y) => box(0.18, y, 0.64, 0.05, WALNUT)),
      box(0.18, 0.26, 0.04, 0.6, WALNUT),
      box(0.78, 0.26, 0.04, 0.6, WALNUT),
      box(0.3, 0.36, 0.08, 0.14, [70, 128, 110]),
      disc(0.62, 0.67, 0.07, CREAM),
    ],
  },
  'curtain.png': {
    from: [226, 236, 246],
    to: [180, 200, 222],
    shapes: [
      box(0.1, 0.12, 0.8, 0.03, WALNUT),
      ...[0.14, 0.24, 0.34, 0.6, 0.7, 0.8].map((x) => box(x, 0.15, 0.07, 0.7, CREAM)),
    ],
  },
  'lamp.png': {
    from: [52, 48, 66],
    to: [106, 84, 84],
    shapes: [
      disc(0.5, 0.3, 0.24, [150, 118, 84]),
      disc(0.5, 0.3, 0.15, [255, 222, 150]),
      box(0.485, 0.4, 0.03, 0.42, [220, 206, 190]),
      box(0.36, 0.82, 0.28, 0.03, [220, 206, 190]),
    ],
  },
  'tee.png': {
    from: [224, 232, 240],
    to: [186, 204, 220],
    shapes: [
      box(0.3, 0.28, 0.4, 0.52, [252, 252, 250]),
      box(0.16, 0.28, 0.68, 0.17, [252, 252, 250]),
      disc(0.5, 0.28, 0.08, [205, 218, 230]),
    ],
  },
  'dress.png': {
    from: [255, 240, 222],
    to: [248, 214, 188],
    shapes: [
      box(0.4, 0.18, 0.2, 0.24, [238, 178, 138]),
      box(0.32, 0.42, 0.36, 0.2, [238, 178, 138]),
      box(0.25, 0.62, 0.5, 0.2, [238, 178, 138]),
      ...[0.36, 0.48, 0.6].map((x) => disc(x, 0.58, 0.025, [255, 250, 240])),
    ],
  },
  'jeans.png': {
    from: [238, 240, 238],
    to: [210, 218, 222],
    shapes: [
      box(0.3, 0.16, 0.4, 0.16, [122, 156, 196]),
      box(0.3, 0.3, 0.17, 0.54, [122, 156, 196]),
      box(0.53, 0.3, 0.17, 0.54, [122, 156, 196]),
    ],
  },
  'nuts.png': {
    from: [248, 226, 180],
    to: [214, 168, 104],
    shapes: [
      [0.3, 0.4],
      [0.5, 0.34],
      [0.68, 0.44],
      [0.38, 0.6],
      [0.58, 0.64],
    ].map(([x = 0, y = 0], index) =>
      disc(x, y, 0.1, index % 2 === 0 ? [140, 90, 48] : [188, 132, 74]),
    ),
  },
  'strawberry.png': {
    from: [255, 230, 232],
    to: [255, 190, 196],
    shapes: [
      disc(0.36, 0.45, 0.15, [220, 50, 66]),
      disc(0.62, 0.55, 0.17, [232, 66, 78]),
      box(0.33, 0.26, 0.06, 0.06, [70, 148, 84]),
      box(0.59, 0.34, 0.06, 0.06, [70, 148, 84]),
    ],
  },
  'beef.png': {
    from: [240, 222, 208],
    to: [206, 168, 146],
    shapes: [0.3, 0.44, 0.58].map((y, index) =>
      box(0.2 + index * 0.05, y, 0.52, 0.09, [126 - index * 14, 58, 42]),
    ),
  },
  'tissue.png': {
    from: [226, 240, 228],
    to: [178, 212, 188],
    shapes: [box(0.2, 0.45, 0.6, 0.35, [90, 160, 122]), box(0.4, 0.26, 0.2, 0.2, [255, 255, 255])],
  },
  'cup.png': {
    from: [226, 230, 236],
    to: [176, 186, 200],
    shapes: [
      box(0.36, 0.2, 0.28, 0.1, [60, 66, 78]),
      box(0.34, 0.3, 0.32, 0.52, [120, 146, 178]),
      box(0.38, 0.3, 0.05, 0.52, [164, 184, 208]),
    ],
  },
  'bag.png': {
    from: [238, 238, 240],
    to: [206, 206, 212],
    shapes: [disc(0.5, 0.56, 0.26, [52, 56, 64]), box(0.44, 0.2, 0.12, 0.14, [52, 56, 64])],
  },
  'photo-color.png': {
    from: [184, 140, 92],
    to: [108, 74, 46],
    shapes: [box(0.12, 0.34, 0.76, 0.06, [92, 58, 34]), box(0.12, 0.66, 0.76, 0.06, [92, 58, 34])],
  },
  'photo-damage.png': {
    from: [214, 206, 196],
    to: [170, 158, 146],
    shapes: [box(0.22, 0.3, 0.56, 0.46, [186, 140, 92]), box(0.5, 0.3, 0.03, 0.3, [60, 40, 26])],
  },
  'photo-parcel.png': {
    from: [230, 226, 220],
    to: [196, 188, 178],
    shapes: [
      box(0.2, 0.28, 0.6, 0.5, [202, 160, 110]),
      box(0.47, 0.28, 0.06, 0.5, [234, 214, 180]),
    ],
  },
};

const AVATAR_COLORS: readonly Rgb[] = [
  [122, 134, 255],
  [255, 138, 92],
  [56, 176, 134],
  [194, 104, 214],
  [72, 158, 220],
  [240, 178, 60],
  [226, 110, 150],
  [120, 134, 156],
];

const avatar = (color: Rgb): Drawing => ({
  from: [color[0] + 30, color[1] + 30, color[2] + 30],
  to: color,
  shapes: [disc(0.5, 0.4, 0.17, [255, 255, 255]), disc(0.5, 0.95, 0.33, [255, 255, 255])],
});

const drawingOf = (name: string): Drawing | null => {
  const color = AVATAR_COLORS[Number(/^avatar-(\d)\.png$/u.exec(name)?.[1] ?? -1)];
  return color === undefined ? (DRAWINGS[name] ?? null) : avatar(color);
};

const covers = (shape: Shape, x: number, y: number): boolean => {
  const [left, top] = shape.at;
  const [width, height] = shape.size;
  return shape.kind === 'box'
    ? x >= left && x < left + width && y >= top && y < top + height
    : (x - left) ** 2 + (y - top) ** 2 < width * height;
};

const draw = ({ from, to, shapes }: Drawing, pixels: number): Buffer =>
  encodePng(pixels, pixels, (x, y) => {
    const shape = shapes.findLast((candidate) => covers(candidate, x, y));
    if (shape !== undefined) return shape.color;
    const part = (x + y) / 2;
    const mix = (a: number, b: number): number => a + (b - a) * part;
    return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
  });

/** What buyers send as photos. */
export const PHOTOS = ['photo-color.png', 'photo-damage.png', 'photo-parcel.png'] as const;

/** The pictures of `/media/`, each drawn once, when it is first asked for. */
export class PictureShelf {
  readonly #drawn = new Map<string, Buffer>();

  /** A PNG, or null for a name that nobody drew. */
  get(name: string): Buffer | null {
    const known = this.#drawn.get(name);
    if (known !== undefined) return known;
    const drawing = drawingOf(name);
    if (drawing === null) return null;
    const picture = draw(drawing, name.startsWith('avatar-') ? 96 : 360);
    this.#drawn.set(name, picture);
    return picture;
  }
}
