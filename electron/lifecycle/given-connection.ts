import type { Log } from '../core/ports/log.ts';
import { isUsableToken, parseGatewayAddress } from '../gateway/address.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import type { Secret } from '#shared/model/secret.ts';

/** A connection of the command line. */
export type GivenConnection = { readonly server: string; readonly token: Secret };

/**
 * Puts a given connection where a typed one would be kept, so that there is one way in which the line is taken up; it
 * wins over the kept one. Where it cannot be kept (a full disk) it still holds for this life. One that is not valid
 * leaves what was kept.
 */
export const withGiven = async (
  vault: TokenVault,
  given: GivenConnection | null,
  log: Log,
): Promise<TokenVault> => {
  if (given === null) return vault;
  const { server, token } = given;
  const address = parseGatewayAddress(server);
  if (!address.ok || !isUsableToken(token)) {
    const kind = address.ok ? 'gateway.tokenMissing' : address.error.kind;
    log.warn('gateway.notConnected', { kind });
    return vault;
  }
  const before = await vault.load().catch(() => null);
  const isKnown = before?.server === address.value.base && before.token.reveal() === token.reveal();
  const connection = {
    server: address.value.base,
    token,
    wasAccepted: isKnown && before.wasAccepted,
  };
  try {
    await vault.save(connection);
    return vault;
  } catch {
    log.warn('gateway.connectionNotKept', { why: 'it is used until the program ends' });
    return {
      load: () => Promise.resolve(connection),
      save: (newer) => vault.save(newer),
      clear: () => vault.clear(),
      protection: () => vault.protection(),
    };
  }
};
