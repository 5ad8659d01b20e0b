import * as z from 'zod';
import type { Log } from '../../core/ports/log.ts';
import { VaultLocked, type KeptConnection, type TokenVault } from '../../gateway/token-vault.ts';
import type { TokenProtection } from '#shared/model/token-protection.ts';
import { PrivateFile } from './private-file.ts';

/** What stands beside the token. A file of an older version does not tell `wasAccepted`; what stood in it was in use. */
export const CONNECTION_FIELDS = {
  server: z.string().max(2048),
  wasAccepted: z.boolean().default(true),
} as const;

/** A connection as it stands in its file. */
export type ConnectionForm<Kept> = {
  readonly schema: z.ZodType<Kept>;
  /** Both reject with `VaultLocked` where the system's key store does not open. */
  readonly seal: (connection: KeptConnection) => Promise<Kept>;
  readonly unseal: (kept: Kept) => Promise<KeptConnection>;
  readonly protection: () => TokenProtection;
};

/** The gateway's address and token in one file of the data directory (SE6); the host says in which form. */
export const openConnectionFile = <Kept>(
  file: string,
  form: ConnectionForm<Kept>,
  log: Log,
): TokenVault => {
  const kept = new PrivateFile(file);
  return {
    load: async () => {
      try {
        const text = await kept.read();
        return text === null ? null : await form.unseal(form.schema.parse(JSON.parse(text)));
      } catch (error) {
        if (error instanceof VaultLocked) throw error;
        // The error's own text may quote the file.
        const kind = error instanceof Error ? error.name : 'unknown';
        log.warn('connection.unreadable', { kind });
        return null;
      }
    },
    save: async (connection) => kept.write(JSON.stringify(await form.seal(connection))),
    clear: () => kept.remove(),
    protection: () => Promise.resolve(form.protection()),
  };
};
