import path from 'node:path';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import { CONNECTION_FIELDS, openConnectionFile } from '../host/data/connection-file.ts';
import { Secret } from '#shared/model/secret.ts';

const schema = z.object({ ...CONNECTION_FIELDS, token: z.string().max(4096) });

/** The gateway's address and token as a 0600 file in the data directory (SE6): plain Node has no keychain. */
export const openTokenFile = (directory: string, log: Log): TokenVault =>
  openConnectionFile(
    path.join(directory, 'connection.json'),
    {
      schema,
      seal: ({ token, ...rest }) => Promise.resolve({ ...rest, token: token.reveal() }),
      unseal: ({ token, ...rest }) => Promise.resolve({ ...rest, token: new Secret(token) }),
      protection: () => 'file',
    },
    log,
  );
