import { lookup as lookUpBySystem, Resolver } from 'node:dns/promises';

export type Resolve = (hostname: string) => Promise<readonly string[]>;

const ASK_MS = 2_000;
/** An address of the newer kind comes with the older one, or does not count. */
const NEWER_MS = 100;

const after = (ms: number): Promise<readonly string[]> =>
  new Promise((resolve) => setTimeout(() => resolve([]), ms).unref());

/**
 * Asks the name servers itself: the system's own lookup runs in one of a few threads, which the files of this process and the
 * back office's line need too, and a name whose server keeps silent holds one for many seconds. Where the servers know nothing (a
 * hosts file, a closed network) the system is asked, one name at a time.
 */
export const openNameLookup = (): Resolve => {
  const resolver = new Resolver({ timeout: ASK_MS, tries: 2 });
  let bySystem: Promise<unknown> = Promise.resolve();
  const askSystem = (hostname: string): Promise<readonly string[]> => {
    const answer = bySystem.then(async () => {
      const entries = await lookUpBySystem(hostname, { all: true, verbatim: true });
      return entries.map(({ address }) => address);
    });
    bySystem = answer.catch(() => {});
    return answer;
  };
  return async (hostname) => {
    const none = (): readonly string[] => [];
    const newer = resolver.resolve6(hostname).catch(none);
    const older = await resolver.resolve4(hostname).catch(none);
    const found = [
      ...older,
      ...(await (older.length === 0 ? newer : Promise.race([newer, after(NEWER_MS)]))),
    ];
    return found.length === 0 ? askSystem(hostname) : found;
  };
};
