import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { _electron } from 'playwright';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../build/run-tool.ts';
import { startSandbox, temporaryFolder } from './programs.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Electron's own binary, null where it was never fetched. Asking must not start the download. */
const electronBinary = (): string | null => {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const name =
    {
      darwin: 'Electron.app/Contents/MacOS/Electron',
      win32: 'electron.exe',
    }[process.platform as string] ?? 'electron';
  const file = path.join(folder, 'dist', name);
  return existsSync(file) ? file : null;
};

describe('the desktop host on real Electron', () => {
  const binary = electronBinary();

  it.skipIf(binary === null)(
    '[SE1] connects, receives, and keeps its renderer in the sandbox',
    async () => {
      const built = await runTool('vite', ['build', '--config', 'build/vite.desktop.config.ts'], {
        quiet: true,
      });
      expect(built.code, built.output).toBe(0);
      const sandbox = await startSandbox();
      const { folder, remove } = await temporaryFolder();
      const app = await _electron.launch({
        ...(binary === null ? {} : { executablePath: binary }),
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          ROOT,
          '--data',
          folder,
          '--gateway',
          sandbox.ready.gateway,
          '--platforms',
          sandbox.ready.platforms,
        ],
        env: { ...process.env, DUODIAN_TOKEN: sandbox.ready.token },
      });
      try {
        const page = await app.firstWindow();
        await expect
          .poll(() => page.getByRole('status', { name: '连接状态' }).textContent(), {
            timeout: 20_000,
          })
          .toContain('已连接');
        expect(
          await page.evaluate(() =>
            ['require', 'process', 'module'].filter((name) => name in globalThis),
          ),
        ).toEqual([]);
        expect(page.url()).toMatch(/^app:\/\//u);
      } finally {
        await app.close();
        await sandbox.stop();
        await remove();
      }
    },
  );
});
