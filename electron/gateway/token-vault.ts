import type { Secret } from '#shared/model/secret.ts';

/**
 * Where server and token are kept (SE6): `safeStorage` in the desktop host, a 0600 file in the browser host.
 * `load` resolves to null when nothing is kept or what is kept cannot be read; a rejected `save` kept nothing.
 */
export interface TokenVault {
  load(): Promise<{ server: string; token: Secret } | null>;
  save(server: string, token: Secret): Promise<void>;
  clear(): Promise<void>;
}
