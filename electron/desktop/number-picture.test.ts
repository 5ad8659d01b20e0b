import { describe, expect, it } from 'vitest';
import { emptyPicture, withNumber, type Picture } from './number-picture.ts';

/** A row of signs a row of pixels: `#` white, `o` red, `.` what was there. */
const drawn = ({ width, pixels }: Picture): readonly string[] => {
  const rows: string[] = [];
  for (let at = 0; at < pixels.length; at += width * 4) {
    let row = '';
    for (let x = 0; x < width; x += 1) {
      const [blue = 0, , red = 0, alpha = 0] = pixels.slice(at + x * 4, at + x * 4 + 4);
      row += alpha < 128 ? '.' : blue > 200 && red > 200 ? '#' : 'o';
    }
    rows.push(row);
  }
  return rows;
};

describe('a number on a picture', () => {
  it('stands white on red', () => {
    expect(drawn(withNumber(emptyPicture(16), 12, 1))).toEqual([
      '.....oooooo.....',
      '...oooooooooo...',
      '..oooooooooooo..',
      '.oo##oooo######.',
      '.oo##oooo######.',
      'o####oooooooo##o',
      'o####oooooooo##o',
      'ooo##oooo######o',
      'ooo##oooo######o',
      'ooo##oooo##ooooo',
      'ooo##oooo##ooooo',
      '.######oo######.',
      '.######oo######.',
      '..oooooooooooo..',
      '...oooooooooo...',
      '.....oooooo.....',
    ]);
  });

  it('has its corner, and leaves the rest of the picture as it was', () => {
    const base = emptyPicture(16);
    base.pixels.fill(200);
    const { pixels } = withNumber(base, 3, 0.625);
    const rows = drawn({ ...base, pixels });
    expect(pixels.slice(0, 16 * 4 * 6)).toEqual(base.pixels.slice(0, 16 * 4 * 6));
    expect(rows.at(-1)?.slice(10, 12)).toBe('oo');
    expect(base.pixels.every((value) => value === 200)).toBe(true);
  });

  it('is no number for nobody, and ends at two digits', () => {
    const empty = emptyPicture(16);
    expect(withNumber(empty, 0, 1)).toEqual(empty);
    expect(withNumber(empty, 100, 1)).toEqual(withNumber(empty, 99, 1));
    expect(withNumber(empty, 98, 1)).not.toEqual(withNumber(empty, 99, 1));
  });

  it('is whole at the smallest size of a tray', () => {
    for (const count of [1, 10, 99]) {
      const white = drawn(withNumber(emptyPicture(16), count, 0.625))
        .join('')
        .replaceAll(/[^#]/gu, '').length;
      expect(white, String(count)).toBeGreaterThan(7);
    }
  });
});
