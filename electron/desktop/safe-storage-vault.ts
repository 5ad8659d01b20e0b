import path from 'node:path';
import { safeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import { VaultLocked, type KeptConnection, type TokenVault } from '../gateway/token-vault.ts';
import { CONNECTION_FIELDS, openConnectionFile } from '../host/data/connection-file.ts';
import { DeadlineMissed, within } from '#shared/async/deadline.ts';
import { Secret } from '#shared/model/secret.ts';
import type { TokenProtection } from '#shared/model/token-protection.ts';

const schema = z.object({ ...CONNECTION_FIELDS, sealedToken: z.base64() });
type Sealed = z.output<typeof schema>;

/** A key store may ask its owner for a password first; the workbench says so meanwhile. */
const ANSWERS_WITHIN_MS = 400;

const timers = {
  setTimer: (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A desktop without a key store: Chromium seals with a key that everyone knows. */
const protection = (): TokenProtection =>
  process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    ? 'obscured'
    : 'sealed';

const seal = async ({ server, token, wasAccepted }: KeptConnection): Promise<Sealed> => {
  try {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) throw new Error('not available');
    const sealed = await safeStorage.encryptStringAsync(token.reveal());
    return { server, sealedToken: sealed.toString('base64'), wasAccepted };
  } catch {
    throw new VaultLocked(server);
  }
};

/** What was sealed and does not open is never "no token": the key store is locked, was refused, or is another one. */
const unsealOnce = (): ((kept: Sealed) => Promise<KeptConnection>) => {
  // Whoever asks again meanwhile waits for the same answer: each question may open another box of the system.
  let asked: { readonly sealedToken: string; readonly answer: Promise<string> } | null = null;
  const open = async (sealedToken: string): Promise<string> =>
    (await safeStorage.decryptStringAsync(Buffer.from(sealedToken, 'base64'))).result;
  return async ({ server, sealedToken, wasAccepted }) => {
    if (asked?.sealedToken !== sealedToken) {
      const forget = (): void => void (asked = null);
      asked = { sealedToken, answer: open(sealedToken) };
      asked.answer.then(forget, forget);
    }
    const { answer } = asked;
    try {
      const token = await within(timers, ANSWERS_WITHIN_MS, 'the key store', answer);
      return { server, token: new Secret(token), wasAccepted };
    } catch (error) {
      throw new VaultLocked(server, error instanceof DeadlineMissed ? answer : null);
    }
  };
};

/** The gateway's address, and its token sealed by the system's keychain (SE6), in one file of the data directory. */
export const openSafeStorageVault = (directory: string, log: Log): TokenVault => {
  if (protection() === 'obscured') {
    log.warn('vault.noKeychain', {
      why: 'this desktop has no keychain; the token is only obscured',
    });
  }
  const file = path.join(directory, 'connection-sealed.json');
  const form = { schema, seal, unseal: unsealOnce(), protection };
  return openConnectionFile(file, form, log);
};
