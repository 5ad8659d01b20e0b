import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../sandbox/media/png.ts';
import { inspectHead } from './inspect.ts';
import { readPixelSize } from './pixel-size.ts';
import { type ImageType, sniffMediaType } from './sniff.ts';
import { exif, gifHead, isoHead, jpegHead, pngHead, webpHead } from './testing/pictures.ts';

const PNG = 'image/png';
const JPEG = 'image/jpeg';
const GIF = 'image/gif';
const WEBP = 'image/webp';
const WHOLE = true;

describe('the size of a picture', () => {
  it.each<[string, ImageType, Buffer, [number, number, boolean]]>([
    ['png', PNG, encodePng(7, 5, () => [1, 2, 3]), [7, 5, false]],
    ['png behind a colour profile', PNG, pngHead(7, 5, [['iCCP', 5000]]), [7, 5, false]],
    [
      'moving png',
      PNG,
      pngHead(7, 5, [
        ['tEXt', 3],
        ['acTL', 8],
      ]),
      [7, 5, true],
    ],
    ['jpeg', JPEG, jpegHead(300, 200), [300, 200, false]],
    ['jpeg with a thumbnail', JPEG, jpegHead(300, 200, exif(jpegHead(9, 9))), [300, 200, false]],
    [
      'jpeg with junk between',
      JPEG,
      jpegHead(300, 200, Buffer.from([0xff, 0, 7, 0xff, 0xff, 1])),
      [300, 200, false],
    ],
    ['gif', GIF, gifHead([40, 30], [0, 0, 40, 30]), [40, 30, true]],
    ['gif with a larger first frame', GIF, gifHead([1, 1], [5, 6, 40_000, 30]), [40_005, 36, true]],
    ['lossy webp', WEBP, webpHead.lossy(300, 200), [300, 200, false]],
    ['lossless webp', WEBP, webpHead.lossless(16_384, 16_384), [16_384, 16_384, false]],
    ['webp with a canvas', WEBP, webpHead.extended(70_000, 3, false), [70_000, 3, false]],
    ['moving webp', WEBP, webpHead.extended(30, 3, true), [30, 3, true]],
  ])('[SE5] of a %s', (_what, type, head, [width, height, moves]) => {
    expect(sniffMediaType(head)).toBe(type);
    expect(readPixelSize(type, head)).toEqual({ width, height, moves });
  });

  it.each<[string, ImageType, Buffer]>([
    ['png without a header', PNG, Buffer.concat([pngHead(1, 1).subarray(0, 8), Buffer.alloc(60)])],
    ['png without height', PNG, pngHead(9, 0)],
    ['jpeg whose pixels come first', JPEG, Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0])],
    ['jpeg that begins twice', JPEG, Buffer.from([0xff, 0xd8, 0xff, 0xd8, 0xff, 0xc0, 0, 9])],
    ['jpeg with an impossible length', JPEG, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 9, 9])],
    ['gif without a frame', GIF, Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['webp of another chunk', WEBP, Buffer.from('RIFF\0\0\0\0WEBPJUNK\0\0\0\0VP8X....', 'latin1')],
    ['webp without its sign', WEBP, webpHead.lossy(9, 9).fill(0, 23, 26)],
  ])('[SE5] a %s has none', (_what, type, head) => {
    expect(readPixelSize(type, head)).toBe(null);
    expect(inspectHead(head, WHOLE)).toEqual({ why: 'type' });
  });

  it.each([
    ['png', pngHead(50_000, 50_000)],
    ['png, one pixel high', pngHead(100_000_001, 1)],
    ['png with the largest sides', pngHead(0xffff_ffff, 0xffff_ffff)],
    ['moving png', pngHead(6_000, 6_000, [['acTL', 8]])],
    ['jpeg', jpegHead(65_500, 65_500)],
    ['jpeg behind a small thumbnail', jpegHead(65_500, 65_500, exif(jpegHead(9, 9)))],
    ['gif', gifHead([65_535, 65_535], [0, 0, 1, 1])],
    ['gif with a small screen', gifHead([1, 1], [0, 0, 65_535, 65_535])],
    ['lossy webp', webpHead.lossy(16_383, 16_383)],
    ['lossless webp', webpHead.lossless(16_384, 16_384)],
    ['webp with a canvas', webpHead.extended(16_777_216, 256, false)],
    ['moving webp', webpHead.extended(5_001, 5_001, true)],
  ])('[SE5] refuses a %s of too many pixels', (_what, head) => {
    expect(inspectHead(head, false)).toEqual({ why: 'pixels' });
  });

  it('[SE5] what a phone or a designer makes is shown', () => {
    for (const head of [
      jpegHead(12_000, 8_000),
      pngHead(10_000, 10_000),
      gifHead([1920, 1080], [0, 0, 9, 9]),
    ]) {
      expect(inspectHead(head, false)).toHaveProperty('type');
    }
  });

  it('[SE5] waits for more as long as more may say it, not for ever', () => {
    const head = jpegHead(300, 200, exif(Buffer.alloc(40_000)));
    for (let bytes = 0; bytes < 40_010; bytes += 997) {
      expect(inspectHead(head.subarray(0, bytes), false), `${bytes}`).toBe('more');
    }
    const endless = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(1_100_000)]);
    expect(inspectHead(endless.subarray(0, 1_000_000), false)).toBe('more');
    expect(inspectHead(endless, false)).toEqual({ why: 'type' });
  });

  it('[SE5] no bytes at all throw, or take long', () => {
    const heads = [
      pngHead(9, 9),
      jpegHead(9, 9),
      gifHead([9, 9], [0, 0, 9, 9]),
      webpHead.lossy(9, 9),
      isoHead('isom'),
    ];
    const broken = fc.record({
      head: fc.constantFrom(...heads),
      at: fc.nat(80),
      bytes: fc.uint8Array({ maxLength: 60 }),
    });
    fc.assert(
      fc.property(broken, fc.boolean(), ({ head, at, bytes }, isWhole) => {
        const whole = Buffer.concat([head.subarray(0, at), bytes, head.subarray(at)]);
        const found = inspectHead(whole, isWhole);
        expect(found === 'more' || 'type' in found || 'why' in found).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
