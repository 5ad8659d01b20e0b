import type { RedactingLog } from './log.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { Secret } from '#shared/model/secret.ts';

/**
 * SE6: where a token comes into the program. Each tells the log before anything else sees the token, so that no part has to
 * think of it. A cookie comes in by a frame of the gateway, which tells the log itself.
 */

/** A token that was kept. */
export const redactingVault = (vault: TokenVault, log: RedactingLog): TokenVault => ({
  load: async () => {
    const kept = await vault.load();
    if (kept !== null) log.redact(kept.token);
    return kept;
  },
  save: (kept) => {
    log.redact(kept.token);
    return vault.save(kept);
  },
  clear: () => vault.clear(),
  protection: () => vault.protection(),
});

/** A token that is typed. */
export const redactingHandlers = <Handlers extends Pick<CallHandlers, 'gateway.connect'>>(
  handlers: Handlers,
  log: RedactingLog,
): Handlers => ({
  ...handlers,
  'gateway.connect': (input) => {
    log.redact(new Secret(input.token.trim()));
    return handlers['gateway.connect'](input);
  },
});
