import { Secret } from '#shared/model/secret.ts';
import type { TokenVault } from '../token-vault.ts';

export class MemoryVault implements TokenVault {
  kept: { server: string; token: Secret } | null;
  isBroken = false;

  constructor(server: string | null = null, token = 'demo-token') {
    this.kept = server === null ? null : { server, token: new Secret(token) };
  }

  load(): Promise<{ server: string; token: Secret } | null> {
    return this.isBroken ? Promise.reject(new Error('locked')) : Promise.resolve(this.kept);
  }

  save(server: string, token: Secret): Promise<void> {
    if (this.isBroken) return Promise.reject(new Error('locked'));
    this.kept = { server, token };
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.kept = null;
    return Promise.resolve();
  }
}
