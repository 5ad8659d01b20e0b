import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where a tool of Electron's looks for the fuses in its binary, then: version 1, and one byte each. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);

const FILES = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'icudtl.dat',
  'locales/de.pak',
  'locales/en-US.pak',
  'locales/zh-CN.pak',
  'resources.pak',
  'version',
];

/** A folder with the files of Electron for Linux as far as electron-builder looks at them; none of them can do anything. */
export const writeFakeElectron = (folder: string): void => {
  for (const file of FILES) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), file);
  }
  mkdirSync(path.join(folder, 'resources'));
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), FUSES]), {
    mode: 0o755,
  });
};
