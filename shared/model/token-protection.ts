/**
 * What protects a kept token: the system's key store; a key store that only obscures, as on a Linux desktop that has none (SE11); or
 * the mode of a file that its owner alone may read.
 */
export type TokenProtection = 'sealed' | 'obscured' | 'file';
