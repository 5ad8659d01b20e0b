import type { Secret } from '#shared/model/secret.ts';
import type { TokenProtection } from '#shared/model/token-protection.ts';

/** `wasAccepted`: the back office has said `success` to this token at this server before (GW2). */
export type KeptConnection = {
  readonly server: string;
  readonly token: Secret;
  readonly wasAccepted: boolean;
};

/**
 * The system's key store does not open now; what was kept stays as it is. `server` is what the token is for. `answer` is there while the
 * key store still waits for its owner, and resolves when it opens.
 */
export class VaultLocked extends Error {
  readonly server: string;
  readonly answer: Promise<unknown> | null;

  constructor(server: string, answer: Promise<unknown> | null = null) {
    super('the key store of the system does not open');
    this.name = 'VaultLocked';
    this.server = server;
    this.answer = answer;
  }
}

/**
 * Where server and token are kept (SE6): `safeStorage` in the desktop host, a 0600 file in the browser host.
 * `load` resolves to null when nothing is kept or what is kept is damaged, and rejects with `VaultLocked` when something is kept that
 * does not open now; a rejected `save` kept nothing, and changed nothing of what was kept.
 */
export interface TokenVault {
  load(): Promise<KeptConnection | null>;
  save(kept: KeptConnection): Promise<void>;
  clear(): Promise<void>;
  /** What will protect a token that is kept now (SE11). Never rejects. */
  protection(): Promise<TokenProtection>;
}
