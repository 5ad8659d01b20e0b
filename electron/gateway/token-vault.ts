import type { Secret } from '#shared/model/secret.ts';

/** `wasAccepted`: the back office has said `success` to this token at this server before (GW2). */
export type KeptConnection = {
  readonly server: string;
  readonly token: Secret;
  readonly wasAccepted: boolean;
};

/**
 * Where server and token are kept (SE6): `safeStorage` in the desktop host, a 0600 file in the browser host.
 * `load` resolves to null when nothing is kept or what is kept cannot be read; a rejected `save` kept nothing.
 */
export interface TokenVault {
  load(): Promise<KeptConnection | null>;
  save(kept: KeptConnection): Promise<void>;
  clear(): Promise<void>;
}
