import { Secret } from '#shared/model/secret.ts';
import type { TokenProtection } from '#shared/model/token-protection.ts';
import { VaultLocked, type KeptConnection, type TokenVault } from '../token-vault.ts';

export class MemoryVault implements TokenVault {
  kept: KeptConnection | null;
  isBroken = false;
  isLocked = false;
  /** Saves that wait until a test lets them through; null keeps at once. */
  slowSaves: (() => void)[] | null = null;

  constructor(server: string | null = null, token = 'demo-token') {
    this.kept = server === null ? null : { server, token: new Secret(token), wasAccepted: false };
  }

  load(): Promise<KeptConnection | null> {
    if (this.isLocked && this.kept !== null) {
      return Promise.reject(new VaultLocked(this.kept.server));
    }
    return this.isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(this.kept);
  }

  save(kept: KeptConnection): Promise<void> {
    if (this.isLocked) return Promise.reject(new VaultLocked(kept.server));
    if (this.isBroken) return Promise.reject(new Error('broken'));
    return new Promise((resolve) => {
      const keep = (): void => {
        this.kept = kept;
        resolve();
      };
      if (this.slowSaves === null) keep();
      else this.slowSaves.push(keep);
    });
  }

  clear(): Promise<void> {
    this.kept = null;
    return Promise.resolve();
  }

  protection(): Promise<TokenProtection> {
    return Promise.resolve('sealed');
  }
}
