import { describe, expect, it } from 'vitest';
import { MemoryVault } from '../gateway/testing/memory-vault.ts';
import { Secret } from '#shared/model/secret.ts';
import { withManagedServer } from './managed-vault.ts';

const HERE = 'wss://kefu.example.com';
const kept = (server: string) => ({ server, token: new Secret('t'), wasAccepted: true });

describe('the vault of a managed computer', () => {
  it('is the same where nothing is decided', () => {
    const vault = new MemoryVault();
    expect(withManagedServer(vault, null)).toBe(vault);
  });

  it('takes a token that was kept for another address to the managed one, where it was not accepted yet', async () => {
    const vault = new MemoryVault();
    vault.kept = kept('wss://old.example.com');
    expect(await withManagedServer(vault, HERE).load()).toMatchObject({
      server: HERE,
      wasAccepted: false,
    });
    vault.kept = kept(HERE);
    expect(await withManagedServer(vault, HERE).load()).toMatchObject({
      server: HERE,
      wasAccepted: true,
    });
  });

  it('keeps the managed address, and forgets like any other', async () => {
    const vault = new MemoryVault();
    const managed = withManagedServer(vault, HERE);
    expect(await managed.load()).toBeNull();
    await managed.save(kept('wss://old.example.com'));
    expect(vault.kept?.server).toBe(HERE);
    await managed.clear();
    expect(vault.kept).toBeNull();
  });
});
