import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** A system that packages can be made for on any other. */
export type PackagedSystem = 'linux' | 'win32' | 'darwin';

/** Where a tool of Electron's looks for the fuses in its binary, then: version 1, and one byte each. */
const FUSES = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
]);
const BINARY = Buffer.concat([Buffer.alloc(64), FUSES]);

type Files = Readonly<Record<string, string | Buffer>>;

const LANGUAGES = ['de', 'en-US', 'zh-CN'];
const BESIDE: Files = Object.fromEntries(
  ['LICENSE', 'LICENSES.chromium.html', 'icudtl.dat', 'resources.pak', 'version']
    .concat(LANGUAGES.map((language) => `locales/${language}.pak`))
    .map((file) => [file, file]),
);

/** A program of Windows that does nothing and says its version, which builder reads; the fuses follow it. */
const windowsProgram = (): Buffer => {
  const program = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  program.setExtraData(Uint8Array.from(FUSES).buffer);
  return Buffer.from(program.generate());
};

/** A bundle of macOS below its folder. */
const bundle = (folder: string, name: string): Files => ({
  [`${folder}/Contents/MacOS/${name}`]: BINARY,
  [`${folder}/Contents/Info.plist`]: `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>`,
});

const macFiles = (): Files => {
  const inside = 'Electron.app/Contents';
  const framework = `${inside}/Frameworks/Electron Framework.framework`;
  const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map(
    (kind) => `Electron Helper${kind}`,
  );
  const languages = ['de', 'en', 'zh_CN'].flatMap((language) =>
    [`${inside}/Resources`, `${framework}/Versions/A/Resources`].map(
      (folder) => [`${folder}/${language}.lproj/locale.pak`, language] as const,
    ),
  );
  return Object.assign(
    {},
    bundle('Electron.app', 'Electron'),
    ...helpers.map((name) => bundle(`${inside}/Frameworks/${name}.app`, name)),
    Object.fromEntries(languages),
    { [`${inside}/Resources/electron.icns`]: '', [`${framework}/Electron Framework`]: BINARY },
  ) as Files;
};

const filesOf = (system: PackagedSystem): Files => {
  switch (system) {
    case 'linux':
      return { ...BESIDE, electron: BINARY, 'chrome-sandbox': '', chrome_crashpad_handler: '' };
    case 'win32':
      return { ...BESIDE, 'electron.exe': windowsProgram(), 'ffmpeg.dll': '' };
    case 'darwin':
      return macFiles();
  }
};

/** A folder with the files of Electron as far as electron-builder looks at them; none of them can do anything. */
export const writeFakeElectron = (folder: string, system: PackagedSystem): void => {
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  for (const [file, content] of Object.entries(filesOf(system))) {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content, { mode: 0o755 });
  }
};
