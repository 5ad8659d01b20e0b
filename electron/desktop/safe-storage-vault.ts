import path from 'node:path';
import { safeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '../core/ports.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import { PrivateFile } from '../host/data/private-file.ts';
import { Secret } from '#shared/model/secret.ts';

/** A file of an older version does not tell; what stood in it was in use. */
const keptSchema = z.object({
  server: z.string(),
  sealedToken: z.base64(),
  wasAccepted: z.boolean().default(true),
});

/** The gateway's address, and its token sealed by the system's keychain (SE6), in one file of the data directory. */
export const openSafeStorageVault = (directory: string, log: Log): TokenVault => {
  const file = new PrivateFile(path.join(directory, 'connection-sealed.json'));
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
    log.warn('vault.noKeychain', {
      why: 'this desktop has no keychain; the token is only obscured',
    });
  }
  return {
    load: async () => {
      try {
        const text = await file.read();
        if (text === null) return null;
        const { server, sealedToken, wasAccepted } = keptSchema.parse(JSON.parse(text));
        const opened = await safeStorage.decryptStringAsync(Buffer.from(sealedToken, 'base64'));
        return { server, token: new Secret(opened.result), wasAccepted };
      } catch (error) {
        log.warn('vault.unreadable', { kind: error instanceof Error ? error.name : 'unknown' });
        return null;
      }
    },
    save: async ({ server, token, wasAccepted }) => {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) {
        throw new Error('the system keychain is not available');
      }
      const sealed = await safeStorage.encryptStringAsync(token.reveal());
      await file.write(
        JSON.stringify({ server, sealedToken: sealed.toString('base64'), wasAccepted }),
      );
    },
    clear: () => file.remove(),
  };
};
