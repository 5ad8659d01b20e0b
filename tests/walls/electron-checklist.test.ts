import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../../build/import-graph.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The rows of the table in docs/security.md: number, item, file of the test, its words. */
const rows = [
  ...read('docs/security.md').matchAll(
    /^\| (\d+) +\| ([^|]+?) +\|[^|]+\| `([\w.-]+)`: ([^|]+?) +\|$/gmu,
  ),
].map(([, number = '', item = '', file = '', words = '']) => ({
  number: Number(number),
  item,
  file,
  words,
}));

describe("Electron's security checklist", () => {
  it('[SE1] has a row for each of its items, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('[SE1] each row names a test that there is', async () => {
    const sources = await readSources(ROOT);
    const missing = rows.filter(
      ({ file, words }) =>
        ![...sources].some(
          ([place, text]) => path.basename(place) === file && text.includes(words),
        ),
    );
    expect(missing).toEqual([]);
  });

  it('[SE1] every fuse of a package is set', () => {
    const fuses = read('build/electron-builder.yml').split('electronFuses:')[1] ?? '';
    for (const fuse of [
      'runAsNode: false',
      'enableCookieEncryption: true',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ]) {
      expect(fuses).toContain(`\n  ${fuse}\n`);
    }
  });

  it('[SE1] Electron is one exact version, the one that is locked', () => {
    const own = JSON.parse(read('package.json')) as {
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    const lock = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly version?: string }>>;
    };
    const version = own.devDependencies['electron'] ?? '';
    expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(lock.packages['node_modules/electron']?.version).toBe(version);
  });
});
