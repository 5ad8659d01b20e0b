/** What the packages of a system are signed with: words for electron-builder, and a line for whoever makes them. */
export type Signing = { readonly words: readonly string[]; readonly says: string };

const hasAll = (
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): boolean => names.every((name) => (environment[name] ?? '') !== '');

const NOTARY = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];

/** macOS runs an unsigned program only with a signature in no name, and such a one does not go with the hardened runtime. */
const appleSigning = (environment: Readonly<Record<string, string | undefined>>): Signing => {
  if (!hasAll(environment, ['CSC_LINK'])) {
    return {
      words: ['--config.mac.identity=-', '--config.mac.hardenedRuntime=false'],
      says: 'Not signed: CSC_LINK names no certificate. macOS asks before it opens the app, and it cannot update itself.',
    };
  }
  return hasAll(environment, NOTARY)
    ? { words: ['--config.mac.notarize=true'], says: 'Signed and notarised.' }
    : {
        words: ['--config.mac.notarize=false'],
        says: `Signed, not notarised: ${NOTARY.join(', ')} are not set.`,
      };
};

/** Reads the environment; without keys nothing is signed, and that is said. */
export const signingFor = (
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): Signing => {
  if (platform === 'darwin') return appleSigning(environment);
  if (platform !== 'win32') {
    return { words: [], says: 'Packages for Linux carry no signature; the update feed does.' };
  }
  const isSigned = hasAll(environment, ['WIN_CSC_LINK']) || hasAll(environment, ['CSC_LINK']);
  return isSigned
    ? { words: [], says: 'Signed.' }
    : {
        words: ['--config.win.signExecutable=false'],
        says: 'Not signed: neither WIN_CSC_LINK nor CSC_LINK names a certificate. Windows warns of an unknown publisher.',
      };
};
