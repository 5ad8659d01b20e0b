import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { openSafeStorageVault } from './safe-storage-vault.ts';

const keychain = vi.hoisted(() => ({ isAvailable: true }));
/** A keychain that turns every byte around: enough to see that only sealed bytes are written. */
vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => 'gnome_libsecret',
    isAsyncEncryptionAvailable: () => Promise.resolve(keychain.isAvailable),
    encryptStringAsync: (text: string) =>
      Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0xff)),
    decryptStringAsync: (sealed: Buffer) =>
      Promise.resolve({
        shouldReEncrypt: false,
        result: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(),
      }),
  },
}));

const SILENT = { info: () => undefined, warn: () => undefined };
let folder = '';
beforeEach(() => {
  keychain.isAvailable = true;
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the sealed token', () => {
  it('[SE6] comes back after a restart, and only sealed bytes are on the disk', async () => {
    const vault = openSafeStorageVault(folder, SILENT);
    expect(await vault.load()).toBeNull();
    await vault.save({
      server: 'wss://host',
      token: new Secret('canary-token'),
      wasAccepted: true,
    });
    const file = path.join(folder, 'connection-sealed.json');
    expect(readFileSync(file, 'utf8')).not.toContain('canary');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const kept = await openSafeStorageVault(folder, SILENT).load();
    expect(kept?.server).toBe('wss://host');
    expect(kept?.token.reveal()).toBe('canary-token');
    await vault.clear();
    expect(await vault.load()).toBeNull();
  });

  it('[SE6] without a keychain nothing is written', async () => {
    keychain.isAvailable = false;
    const vault = openSafeStorageVault(folder, SILENT);
    await expect(
      vault.save({ server: 'wss://host', token: new Secret('canary'), wasAccepted: true }),
    ).rejects.toThrow('keychain');
    expect(await vault.load()).toBeNull();
  });

  it('a damaged file counts as none', async () => {
    writeFileSync(path.join(folder, 'connection-sealed.json'), '{"server":');
    expect(await openSafeStorageVault(folder, SILENT).load()).toBeNull();
  });
});
