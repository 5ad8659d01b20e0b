import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawIcons } from './icons.ts';
import { ROOT } from './run-tool.ts';

describe('the icons', () => {
  let icons: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    icons = await drawIcons();
  });

  it('are what `node build/icons.ts` draws of the drawings', () => {
    for (const [file, content] of icons) {
      expect(readFileSync(path.join(ROOT, file)).equals(content), file).toBe(true);
    }
    expect(icons.size).toBe(15);
  });

  it('of Windows are seven pictures, each where the table says', () => {
    const file = Buffer.from(icons.get('build/resources/icon.ico') ?? []);
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 7]);
    const sizes = Array.from({ length: 7 }, (_, index) => {
      const at = 6 + 16 * index;
      const picture = file
        .subarray(file.readUInt32LE(at + 12))
        .subarray(0, file.readUInt32LE(at + 8));
      expect(picture.toString('latin1', 1, 4)).toBe('PNG');
      // The width in the picture's own head; 256 stands in the table as 0.
      expect(picture.readUInt32BE(16) % 256).toBe(file.readUInt8(at));
      return picture.readUInt32BE(16);
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('of macOS are pictures whose lengths fill the container', () => {
    const file = Buffer.from(icons.get('build/resources/icon.icns') ?? []);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      sizes[file.toString('latin1', at, at + 4)] = file.readUInt32BE(at + 8 + 16);
    }
    expect(sizes).toEqual({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1024,
    });
  });
});
