import path from 'node:path';
import { safeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import type { KeptConnection, TokenVault } from '../gateway/token-vault.ts';
import { CONNECTION_FIELDS, openConnectionFile } from '../host/data/connection-file.ts';
import { Secret } from '#shared/model/secret.ts';

const schema = z.object({ ...CONNECTION_FIELDS, sealedToken: z.base64() });
type Sealed = z.output<typeof schema>;

const seal = async ({ server, token, wasAccepted }: KeptConnection): Promise<Sealed> => {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) {
    throw new Error('the system keychain is not available');
  }
  const sealed = await safeStorage.encryptStringAsync(token.reveal());
  return { server, sealedToken: sealed.toString('base64'), wasAccepted };
};

const unseal = async ({ server, sealedToken, wasAccepted }: Sealed): Promise<KeptConnection> => {
  const opened = await safeStorage.decryptStringAsync(Buffer.from(sealedToken, 'base64'));
  return { server, token: new Secret(opened.result), wasAccepted };
};

/** The gateway's address, and its token sealed by the system's keychain (SE6), in one file of the data directory. */
export const openSafeStorageVault = (directory: string, log: Log): TokenVault => {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
    log.warn('vault.noKeychain', {
      why: 'this desktop has no keychain; the token is only obscured',
    });
  }
  const file = path.join(directory, 'connection-sealed.json');
  return openConnectionFile(file, { schema, seal, unseal }, log);
};
