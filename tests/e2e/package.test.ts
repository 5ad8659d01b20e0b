import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { type PackagedSystem, writeFakeElectron } from './fake-electron.ts';
import { lookAt } from './hosts.ts';
import { ROOT, startSandbox, temporaryFolder } from './programs.ts';

const KIB = 1024;
const REGISTER = path.join(ROOT, 'tests/electron-stand-in/register.ts');
const NATIVE = 'node_modules/better-sqlite3/prebuilds';

/** `npm run dist -- --dir` over a folder that looks like Electron; answers what was said, in colours. */
const packageOver = (electron: string, output: string, system: PackagedSystem): string =>
  execFileSync(
    'npm',
    [
      'run',
      '--silent',
      'dist',
      '--',
      ...WORDS[system],
      '--dir',
      `--config.electronDist=${electron}`,
      `--config.directories.output=${output}`,
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      // With this one electron-builder keeps its warnings to itself.
      env: { ...process.env, VITEST: undefined, FORCE_COLOR: '1' },
    },
  );

type Made = {
  readonly place: { readonly folder: string; readonly remove: () => Promise<void> };
  readonly said: string;
};
const packages = new Map<PackagedSystem, Made>();
afterAll(() => Promise.all([...packages.values()].map(({ place }) => place.remove())));

/** Made once for all that looks at it. */
const packageFor = async (system: PackagedSystem): Promise<Made> => {
  const known = packages.get(system);
  if (known !== undefined) return known;
  const place = await temporaryFolder();
  const electron = path.join(place.folder, 'electron');
  writeFakeElectron(electron, system);
  const fresh = { place, said: packageOver(electron, path.join(place.folder, 'out'), system) };
  packages.set(system, fresh);
  return fresh;
};

const WORDS: Readonly<Record<PackagedSystem, readonly string[]>> = {
  linux: ['--linux', '--x64'],
  win32: ['--win', '--x64'],
  // The signature that its own binary needs is made by a tool of macOS.
  darwin: ['--mac', '--arm64', '--config.electronFuses.resetAdHocDarwinSignature=false'],
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();

/** What stands before a line that is no mere information. */
const WARNINGS = ['\u001B[33m', '\u001B[31m'];

const BESIDE = ['LICENSE', 'THIRD-PARTY-NOTICES.txt', 'sbom.cdx.json'];
const OF_ELECTRON = [
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'icudtl.dat',
  'locales/en-US.pak',
  'locales/zh-CN.pak',
  'resources.pak',
  'version',
];
const archiveIn = (resources: string, native: string): readonly string[] => [
  `${resources}/app.asar`,
  `${resources}/app.asar.unpacked/${NATIVE}/${native}.node`,
];
const bundleOf = (name: string, folder: string): readonly string[] =>
  ['Info.plist', `MacOS/${name}`].map((file) => `${folder}/Contents/${file}`);
const FRAMEWORKS = '多店.app/Contents/Frameworks';
const FRAMEWORK = `${FRAMEWORKS}/Electron Framework.framework`;

/** What a package of each system holds. */
const PACKAGES: readonly {
  readonly system: PackagedSystem;
  readonly folder: string;
  readonly program: string;
  readonly native: string;
  readonly files: readonly string[];
}[] = [
  {
    system: 'linux',
    folder: 'linux-unpacked',
    program: 'duodian',
    native: 'linux-x64',
    files: [
      ...BESIDE,
      ...OF_ELECTRON,
      'chrome-sandbox',
      'chrome_crashpad_handler',
      'duodian',
      ...archiveIn('resources', 'linux-x64'),
    ],
  },
  {
    system: 'win32',
    folder: 'win-unpacked',
    program: 'duodian.exe',
    native: 'win32-x64',
    files: [
      ...BESIDE,
      ...OF_ELECTRON,
      'duodian.exe',
      'ffmpeg.dll',
      ...archiveIn('resources', 'win32-x64'),
    ],
  },
  {
    system: 'darwin',
    folder: 'mac-arm64',
    program: '多店.app',
    native: 'darwin-arm64',
    files: [
      ...BESIDE.map((file) => `多店.app/Contents/${file}`),
      ...bundleOf('多店', '多店.app'),
      ...['', ' (GPU)', ' (Plugin)', ' (Renderer)'].flatMap((kind) =>
        bundleOf(`多店 Helper${kind}`, `${FRAMEWORKS}/多店 Helper${kind}.app`),
      ),
      `${FRAMEWORK}/Electron Framework`,
      ...['en', 'zh_CN'].flatMap((language) => [
        `${FRAMEWORK}/Versions/A/Resources/${language}.lproj/locale.pak`,
        `多店.app/Contents/Resources/${language}.lproj/locale.pak`,
      ]),
      '多店.app/Contents/Resources/icon.icns',
      '多店.app/Contents/Resources/electron.icns',
      ...archiveIn('多店.app/Contents/Resources', 'darwin-arm64'),
    ],
  },
];

// Builder packages for each system on Linux; installers ask for tools of the systems themselves.
describe.runIf(process.platform === 'linux').each(PACKAGES)(
  'the package for $system, over a folder that looks like Electron',
  ({ system, folder, program, native, files }) => {
    let made: Made;
    const packed = (...names: readonly string[]): string =>
      path.join(made.place.folder, 'out', folder, ...names);
    beforeAll(async () => {
      made = await packageFor(system);
    });

    it('is made without a warning', () => {
      expect(made.said).toContain('executing @electron/fuses');
      const warnings = made.said
        .split('\n')
        .filter((line) => WARNINGS.some((mark) => line.includes(mark)))
        // A signature of macOS is made there.
        .filter((line) => !line.includes('supported only on macOS'));
      expect(warnings).toEqual([]);
    });

    it('holds the program, its licences and bill of materials, two languages, and one native module', () => {
      expect(filesBelow(packed())).toEqual(files.toSorted());
      for (const file of files.filter((one) => /\.(asar|node)$/u.test(one))) {
        expect(statSync(packed(file)).size, file).toBeLessThan(4_000 * KIB);
      }
      const archive = files.find((file) => file.endsWith('app.asar')) ?? '';
      const inside = listPackage(packed(archive), { isPack: false });
      expect(inside.filter((file) => file.endsWith('.node'))).toEqual([
        `/${NATIVE}/${native}.node`,
      ]);
    });

    it('[SE1] has the fuses set: no plain Node, no inspector, the archive alone and unchanged', async () => {
      // By their numbers in @electron/fuses: run as node, cookies encrypted, NODE_OPTIONS, inspector, integrity, archive alone, …, file://.
      const fuses = await getCurrentFuseWire(packed(program));
      const states = [0, 1, 2, 3, 4, 5, 7].map((at) => String.fromCodePoint(fuses[at as 0] ?? 0));
      expect(states).toEqual(['0', '1', '0', '0', '1', '1', '0']);
    });
  },
);

describe.runIf(process.platform === 'linux')('what is packed', () => {
  let place: Made['place'];
  const packed = (...names: readonly string[]): string =>
    path.join(place.folder, 'out/linux-unpacked', ...names);
  beforeAll(async () => {
    ({ place } = await packageFor('linux'));
  });

  it('archives the built program and page, and of node_modules the way to the native module', () => {
    const files = listPackage(packed('resources/app.asar'), { isPack: false });
    const outside = files.filter((file) => !/^\/(dist|node_modules)(\/|$)/u.test(file));
    expect(outside).toEqual(['/package.json']);
    expect(files).toEqual(
      expect.arrayContaining([
        '/dist/desktop/main.js',
        '/dist/desktop/preload.cjs',
        '/dist/desktop/storage-worker.js',
        '/dist/desktop/backup-worker.js',
        '/dist/desktop/media-worker.js',
        '/dist/desktop/images/trayTemplate.png',
        '/dist/desktop/images/window.png',
        '/dist/renderer/index.html',
      ]),
    );
    expect(files.filter((file) => /(test|\.map|\.tsx?|\.sources)$/u.test(file))).toEqual([]);
    expect(files.filter((file) => /^\/node_modules\/[^/]+$/u.test(file))).toEqual([
      '/node_modules/better-sqlite3',
    ]);
  });

  it('[SE2] has a bridge that carries names and no schemas', () => {
    const preload = readFileSync(path.join(ROOT, 'dist/desktop/preload.cjs'));
    expect(preload.length).toBeLessThan(8 * KIB);
    expect(preload.toString()).toContain("'duodian:call'".replaceAll("'", '"'));
    expect(preload.toString()).not.toMatch(/zod/iu);
  });

  it('passes what an installed package has to pass on each system, and a broken one does not', () => {
    const content = path.join(place.folder, 'smoked');
    extractAll(packed('resources/app.asar'), content);
    const main = path.join(content, 'dist/desktop/main.js');
    const smoke = () => {
      const words = ['build/smoke.ts', process.execPath, '--import', REGISTER, main];
      const options = { cwd: ROOT, encoding: 'utf8' } as const;
      return spawnSync(process.execPath, words, options);
    };
    const well = smoke();
    expect([well.status, well.stderr]).toEqual([0, expect.not.stringContaining('warn page')]);
    expect(well.stdout).toContain('starts, works and ends');
    rmSync(path.join(content, NATIVE), { recursive: true });
    expect(smoke().status).toBe(1);
  });

  it('[SE7] does not start without a sandbox, and an AppImage says why', async () => {
    const start = async (environment: Readonly<Record<string, string>>): Promise<string> => {
      const words = [`--data=${path.join(place.folder, 'refused')}`, '--no-sandbox'];
      const app = await startStandIn(words, { STAND_IN_PACKAGED: 'yes', ...environment });
      expect(await app.ended).toBe(2);
      return (app.recorded('dialog.showErrorBox')[0] as { readonly content: string }).content;
    };
    expect(await start({})).toBe('--no-sandbox is not allowed');
    expect(await start({ APPIMAGE: '/home/a/duodian.AppImage' })).toMatch(
      /^这个系统不给 AppImage 安全沙箱/u,
    );
  });

  it('starts from what is packed, asks for a connection, and connects', async () => {
    const content = path.join(place.folder, 'content');
    extractAll(packed('resources/app.asar'), content);
    const sandbox = await startSandbox();
    const app = await startStandIn(
      [`--data=${path.join(place.folder, 'data')}`],
      { STAND_IN_PACKAGED: 'yes' },
      path.join(content, 'dist/desktop/main.js'),
    );
    const { devtools } = await app.look();
    const page = await lookAt(devtools);
    await page.page.getByRole('textbox', { name: '服务器地址' }).fill(sandbox.ready.gateway);
    await page.page.getByLabel('令牌', { exact: true }).fill(sandbox.ready.token);
    await page.page.getByRole('button', { name: '连接', exact: true }).click();
    await page.connection().getByText('已连接').waitFor();
    await page.close();
    expect(await app.stop()).toBe(0);
    await sandbox.stop();
  });
});
