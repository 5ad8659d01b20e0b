import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { ROOT } from './run-tool.ts';

/** A picture of an icon's container. */
type Picture = { readonly size: number; readonly png: Uint8Array };

const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
/** The kinds of an .icns that hold a PNG; those for small screens are scaled down from them. */
const APPLE_KINDS = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
} as const;

/** On macOS an icon leaves a margin of a tenth on each side. */
const withMargin = (svg: string): string =>
  svg.replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"');

const renderPng = (svg: string, size: number): Uint8Array =>
  new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();

/** Windows' container: a table of sixteen bytes a picture, then the pictures. 256 is written as 0. */
export const icoOf = (pictures: readonly Picture[]): Buffer => {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
};

const appleEntry = (kind: string, content: Uint8Array): Buffer => {
  const head = Buffer.from(`${kind}\0\0\0\0`, 'latin1');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
};

/** macOS' container: entries of kind, length and picture, in one of the kind `icns`. */
export const icnsOf = (pictures: Readonly<Record<string, Uint8Array>>): Buffer =>
  appleEntry(
    'icns',
    Buffer.concat(Object.entries(pictures).map(([kind, png]) => appleEntry(kind, png))),
  );

/** Every icon by its path below the project: drawn anew from the two drawings of `build/icons`. */
export const drawIcons = async (): Promise<ReadonlyMap<string, Uint8Array>> => {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  await initWasm(await readFile(wasm));
  const drawing = (name: string): Promise<string> =>
    readFile(path.join(ROOT, 'build/icons', name), 'utf8');
  const [app, tray] = [await drawing('app.svg'), await drawing('tray.svg')];
  const picture = (size: number): Picture => ({ size, png: renderPng(app, size) });
  const apple = Object.entries(APPLE_KINDS).map(
    ([kind, size]) => [kind, renderPng(withMargin(app), size)] as const,
  );
  return new Map<string, Uint8Array>([
    ['build/resources/icon.ico', icoOf(WINDOWS_SIZES.map(picture))],
    ['build/resources/icon.icns', icnsOf(Object.fromEntries(apple))],
    ...LINUX_SIZES.map(
      (size) => [`build/resources/icons/${size}x${size}.png`, renderPng(app, size)] as const,
    ),
    ['electron/desktop/public/images/window.png', renderPng(app, 128)],
    // The names by which Electron knows a picture for dense screens, and one that macOS paints.
    ['electron/desktop/public/images/tray.png', renderPng(app, 16)],
    ['electron/desktop/public/images/tray@2x.png', renderPng(app, 32)],
    ['electron/desktop/public/images/trayTemplate.png', renderPng(tray, 16)],
    ['electron/desktop/public/images/trayTemplate@2x.png', renderPng(tray, 32)],
  ]);
};

if (import.meta.main) {
  for (const [file, content] of await drawIcons()) {
    const place = path.join(ROOT, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, content);
  }
}
