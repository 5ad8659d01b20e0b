import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { writeFakeElectron } from './fake-electron.ts';
import { lookAt } from './hosts.ts';
import { ROOT, startSandbox, temporaryFolder } from './programs.ts';

const KIB = 1024;
const REGISTER = path.join(ROOT, 'tests/electron-stand-in/register.ts');
const NATIVE = 'node_modules/better-sqlite3/prebuilds';

/** `npm run dist -- --dir` over a folder that looks like Electron; answers what was said, in colours. */
const packageOver = (electron: string, output: string): string =>
  execFileSync(
    'npm',
    [
      'run',
      '--silent',
      'dist',
      '--',
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

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();

/** What stands before a line that is no mere information. */
const WARNINGS = ['\u001B[33m', '\u001B[31m'];

// The layout of the fake folder is that of Linux.
describe.skipIf(process.platform !== 'linux')(
  'the package, over a folder that looks like Electron',
  () => {
    let place: { folder: string; remove: () => Promise<void> };
    let said = '';
    const packed = (...names: readonly string[]): string =>
      path.join(place.folder, 'out/linux-unpacked', ...names);
    const native = `${process.platform}-${process.arch}.node`;

    beforeAll(async () => {
      place = await temporaryFolder();
      const electron = path.join(place.folder, 'electron');
      writeFakeElectron(electron);
      said = packageOver(electron, path.join(place.folder, 'out'));
    });
    afterAll(() => place.remove());

    it('is made without a warning', () => {
      expect(said).toContain('executing @electron/fuses');
      expect(
        said.split('\n').filter((line) => WARNINGS.some((mark) => line.includes(mark))),
      ).toEqual([]);
    });

    it('holds the program, its licences and bill of materials, two languages, and one native module', () => {
      expect(filesBelow(packed())).toEqual([
        'LICENSE',
        'LICENSE.electron.txt',
        'LICENSES.chromium.html',
        'THIRD-PARTY-NOTICES.txt',
        'chrome-sandbox',
        'chrome_crashpad_handler',
        'duodian',
        'icudtl.dat',
        'locales/en-US.pak',
        'locales/zh-CN.pak',
        'resources.pak',
        'resources/app.asar',
        `resources/app.asar.unpacked/${NATIVE}/${native}`,
        'sbom.cdx.json',
        'version',
      ]);
      expect(statSync(packed('resources/app.asar')).size).toBeLessThan(4_000 * KIB);
      expect(statSync(packed('resources/app.asar.unpacked', NATIVE, native)).size).toBeLessThan(
        4_000 * KIB,
      );
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
      expect(files.filter((file) => file.endsWith('.node'))).toEqual([`/${NATIVE}/${native}`]);
      expect(files.filter((file) => /(test|\.map|\.tsx?|\.sources)$/u.test(file))).toEqual([]);
      expect(files.filter((file) => /^\/node_modules\/[^/]+$/u.test(file))).toEqual([
        '/node_modules/better-sqlite3',
      ]);
    });

    it('[SE1] has the fuses set: no plain Node, no inspector, the archive alone and unchanged', async () => {
      // By their numbers in @electron/fuses: run as node, cookies encrypted, NODE_OPTIONS, inspector, integrity, archive alone, …, file://.
      const fuses = await getCurrentFuseWire(packed('duodian'));
      const states = [0, 1, 2, 3, 4, 5, 7].map((at) => String.fromCodePoint(fuses[at as 0] ?? 0));
      expect(states).toEqual(['0', '1', '0', '0', '1', '1', '0']);
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
      rmSync(path.join(content, NATIVE, native));
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
  },
);
