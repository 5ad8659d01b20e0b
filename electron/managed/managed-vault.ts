import type { KeptConnection, TokenVault } from '../gateway/token-vault.ts';

/**
 * The vault of a computer whose back office was decided by its administrator: the kept token goes there and nowhere else. A
 * token that was kept for another address was not accepted at this one yet.
 */
export const withManagedServer = (vault: TokenVault, server: string | null): TokenVault => {
  if (server === null) return vault;
  const here = (kept: KeptConnection): KeptConnection => ({
    ...kept,
    server,
    wasAccepted: kept.wasAccepted && kept.server === server,
  });
  return {
    load: async () => {
      const kept = await vault.load();
      return kept === null ? null : here(kept);
    },
    save: (kept) => vault.save(here(kept)),
    clear: () => vault.clear(),
    protection: () => vault.protection(),
  };
};
