import path from 'node:path';
import * as z from 'zod';
import type { Log } from '../core/ports.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import { PrivateFile } from '../host/data/private-file.ts';
import { Secret } from '#shared/model/secret.ts';

/** A file of an older version does not tell; what stood in it was in use. */
const connectionSchema = z.object({
  server: z.string().max(2048),
  token: z.string().max(4096),
  wasAccepted: z.boolean().default(true),
});

/** The gateway's address and token as a 0600 file in the data directory (SE6): plain Node has no keychain. */
export const openTokenFile = (directory: string, log: Log): TokenVault => {
  const file = new PrivateFile(path.join(directory, 'connection.json'));
  return {
    load: async () => {
      try {
        const text = await file.read();
        if (text === null) return null;
        const { server, token, wasAccepted } = connectionSchema.parse(JSON.parse(text));
        return { server, token: new Secret(token), wasAccepted };
      } catch (error) {
        // The error's own text may quote the file.
        log.warn('tokenFile.unreadable', { kind: error instanceof Error ? error.name : 'unknown' });
        return null;
      }
    },
    save: ({ server, token, wasAccepted }) =>
      file.write(JSON.stringify({ server, token: token.reveal(), wasAccepted })),
    clear: () => file.remove(),
  };
};
