/**
 * Who may offer a newer version: Ed25519 keys as `build/sign-feed.ts new` prints them. A new key is added one version before the
 * first feed that it signs, the old one removed one version after.
 */
export const TRUSTED_KEYS: readonly string[] = [
  'MCowBQYDK2VwAyEAfCoARq4r7pTL6FVKi1REM9hv5OmIMPqnBbn1gEMkqho=',
];

/** Asked in this order, each the folder of `<channel>.json` and the files beside it. An administrator can name others. */
export const FEEDS: readonly string[] = [];

export const CHANNEL = 'stable';
