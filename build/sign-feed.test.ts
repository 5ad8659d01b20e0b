import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicKeyFrom, readManifest } from '../electron/updates/manifest.ts';
import { TRUSTED_KEYS } from '../electron/updates/trusted-keys.ts';
import product from '../package.json' with { type: 'json' };
import { ROOT } from './run-tool.ts';

describe('signing a feed', () => {
  let folder = '';
  const at = (name: string): string => path.join(folder, name);
  const run = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const script = path.join(ROOT, 'build/sign-feed.ts');
    const env = { ...process.env, ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { env });
    return { status, stdout: stdout.toString().trim(), stderr: stderr.toString() };
  };
  const appImage = `duodian-${product.version}-linux-x86_64.AppImage`;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-sign-'));
    writeFileSync(at(appImage), 'image');
    writeFileSync(at(`duodian-${product.version}-win-x64.exe`), 'installer');
    writeFileSync(
      at(`duodian-${product.version}-linux-amd64.deb`),
      'no program takes it by itself',
    );
    writeFileSync(at('duodian-0.0.1-mac-arm64.zip'), 'of another version');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a pair whose private half is for its owner alone and is never written over', () => {
    const made = run(['new', at('key.pem')]);
    expect(made.status).toBe(0);
    expect(publicKeyFrom(made.stdout).asymmetricKeyType).toBe('ed25519');
    if (process.platform !== 'win32') expect(statSync(at('key.pem')).mode & 0o777).toBe(0o600);
    expect(run(['new', at('key.pem')]).status).toBe(1);
  });

  it('signs the packages of this version that programs take by themselves', () => {
    const key = run(['new', at('key.pem')]).stdout;
    writeFileSync(at('notes.json'), '{"zh-CN":"新","en":"new"}');
    const words = ['sign', folder, '--channel', 'beta', '--notes', at('notes.json'), '--key', key];
    const signed = run(words, { DUODIAN_FEED_KEY_FILE: at('key.pem') });
    expect(signed.stderr).toBe('');
    const manifest = readFileSync(at('beta.json'), 'utf8');
    const reading = readManifest(manifest, { keys: [publicKeyFrom(key)], channel: 'beta' });
    expect(reading).toMatchObject({
      ok: true,
      release: {
        version: product.version,
        notes: { 'zh-CN': '新', en: 'new' },
        files: [{ target: 'linux-x64', name: appImage, bytes: 5 }, { target: 'win32-x64' }],
      },
    });
    const text = { DUODIAN_FEED_KEY: readFileSync(at('key.pem'), 'utf8') };
    expect(run(words, text).status).toBe(0);
  });

  it('does not sign with a key that the programs do not trust, or with none', () => {
    run(['new', at('key.pem')]);
    const strange = run(['sign', folder], { DUODIAN_FEED_KEY_FILE: at('key.pem') });
    expect(strange.stderr).toContain('not in electron/updates/trusted-keys.ts');
    expect(run(['sign', folder]).stderr).toContain('no key');
    expect(() => statSync(at('stable.json'))).toThrow('ENOENT');
  });

  it('the keys that the programs trust are keys', () => {
    expect(TRUSTED_KEYS.map((text) => publicKeyFrom(text).asymmetricKeyType)).toEqual(
      TRUSTED_KEYS.map(() => 'ed25519'),
    );
    expect(TRUSTED_KEYS.length).toBeGreaterThan(0);
  });
});
