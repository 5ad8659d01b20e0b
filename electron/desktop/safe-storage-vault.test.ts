import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { VaultLocked } from '../gateway/token-vault.ts';
import { openSafeStorageVault } from './safe-storage-vault.ts';

const keychain = vi.hoisted(() => ({
  isAvailable: true,
  backend: 'gnome_libsecret',
  opening: (): Promise<void> => Promise.resolve(),
}));
/** A keychain that turns every byte around: enough to see that only sealed bytes are written. */
vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => keychain.backend,
    isAsyncEncryptionAvailable: () => Promise.resolve(keychain.isAvailable),
    encryptStringAsync: (text: string) =>
      Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0xff)),
    decryptStringAsync: async (sealed: Buffer) => {
      await keychain.opening();
      return {
        shouldReEncrypt: false,
        result: Buffer.from(sealed.map((byte) => byte ^ 0xff)).toString(),
      };
    },
  },
}));

const KEPT = { server: 'wss://host', token: new Secret('canary-token'), wasAccepted: true };
const SILENT = { info: () => undefined, warn: () => undefined };
let folder = '';
beforeEach(() => {
  keychain.isAvailable = true;
  keychain.backend = 'gnome_libsecret';
  keychain.opening = () => Promise.resolve();
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
    ).rejects.toThrow(VaultLocked);
    expect(await vault.load()).toBeNull();
  });

  it('[SE6] a key store that does not open is not "no token": the file stays as it is, also where a new one cannot be sealed', async () => {
    const vault = openSafeStorageVault(folder, SILENT);
    await vault.save(KEPT);
    const file = path.join(folder, 'connection-sealed.json');
    const before = readFileSync(file, 'utf8');
    keychain.opening = () => Promise.reject(new Error('temporarily unavailable'));
    keychain.isAvailable = false;
    await expect(vault.load()).rejects.toMatchObject({ server: 'wss://host', answer: null });
    await expect(vault.save({ ...KEPT, server: 'wss://other' })).rejects.toThrow(VaultLocked);
    expect(readFileSync(file, 'utf8')).toBe(before);
    keychain.opening = () => Promise.resolve();
    expect((await vault.load())?.token.reveal()).toBe('canary-token');
  });

  it('[SE6] one that asks its owner first is not waited for, and not asked twice', async () => {
    const vault = openSafeStorageVault(folder, SILENT);
    await vault.save(KEPT);
    const asked = Promise.withResolvers<void>();
    let boxes = 0;
    keychain.opening = () => {
      boxes += 1;
      return asked.promise;
    };
    const locked = await vault.load().catch((error: unknown) => error);
    await expect(vault.load()).rejects.toThrow(VaultLocked);
    expect(boxes).toBe(1);
    asked.resolve();
    await (locked as VaultLocked).answer;
    expect((await vault.load())?.token.reveal()).toBe('canary-token');
  });

  it.runIf(process.platform === 'linux')(
    '[SE11] says where nothing but the file protects a token',
    async () => {
      const vault = openSafeStorageVault(folder, SILENT);
      expect(await vault.protection()).toBe('sealed');
      keychain.backend = 'basic_text';
      expect(await vault.protection()).toBe('obscured');
    },
  );

  it('a damaged file counts as none', async () => {
    writeFileSync(path.join(folder, 'connection-sealed.json'), '{"server":');
    expect(await openSafeStorageVault(folder, SILENT).load()).toBeNull();
  });
});
