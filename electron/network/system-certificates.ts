import * as tls from 'node:tls';

let isTrusted = false;

/**
 * What this computer trusts, the certificates of a company among it, is trusted in this thread beside Node's own list. Asked for before
 * the first secure connection, because a system can take a tenth of a second to list them.
 */
export const trustSystemCertificates = (): void => {
  if (isTrusted) return;
  isTrusted = true;
  // Of Node 24.5 and later; before it Node's own list holds alone.
  if (typeof tls.setDefaultCACertificates !== 'function') return;
  try {
    const known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    tls.setDefaultCACertificates([...new Set(known)]);
  } catch {
    // A list that cannot be read costs what it would have added, and no connection besides.
  }
};
