import { describe, expect, it } from 'vitest';
import { sniffMediaType } from './sniff.ts';
import { isoHead } from './testing/pictures.ts';

describe('sniffing', () => {
  it.each([
    ['GIF89a...', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['\x1aE\xdf\xa3', 'video/webm'],
    ['\0\0\0\x1cftypavif', null],
    ['RIFF\0\0\0\0WAVE', null],
    ['<?xml version="1.0"?><svg', null],
  ])('[SE5] %j is %s', (bytes, type) => {
    expect(sniffMediaType(Buffer.from(bytes, 'latin1'))).toBe(type);
  });

  it.each([
    ['isom', ['avif']],
    ['isom', ['mp41', 'avis']],
    ['mp42', ['mif1']],
    ['isom', ['heic']],
    ['mif2', []],
    ['avif', []],
    ['heic', ['mp41']],
  ])(
    '[SE5] a file of %s that a browser would decode as a picture is no video: %j',
    (major, compatible) => {
      expect(sniffMediaType(isoHead(major, ...compatible))).toBe(null);
    },
  );

  it.each([
    ['isom', ['iso2', 'avc1', 'mp41']],
    ['mp42', ['isom', 'mp42']],
    ['qt  ', []],
    ['M4V ', ['M4A ', 'mp42', 'hvc1']],
    ['3gp5', ['isom', '3gp4']],
    ['MSNV', ['msdh', 'msix']],
  ])('a video of %s stays one: %j', (major, compatible) => {
    expect(sniffMediaType(isoHead(major, ...compatible))).toBe('video/mp4');
  });

  it('[SE5] a first box that is also an icon, or too short to be one, is no video', () => {
    for (const bytes of [0, 1, 8, 15, 256, 512, 0x424d_0000]) {
      const head = isoHead('isom', 'mp41');
      head.writeUInt32BE(bytes, 0);
      expect(sniffMediaType(Buffer.concat([head, Buffer.alloc(600)])), `${bytes}`).toBe(null);
    }
  });
});
