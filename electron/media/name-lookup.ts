import { lookup as lookUpBySystem, Resolver } from 'node:dns/promises';

export type Resolve = (hostname: string) => Promise<readonly string[]>;

const ASK_MS = 2_000;
/** An address of the newer kind comes with the older one, or does not count. */
const NEWER_MS = 100;
/** So long an answer holds: the pictures of a conversation come from few hosts. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_NAMES = 200;
/** So long the system is asked first where it knows what the name servers kept silent about (they cannot be reached from here). */
const SYSTEM_FIRST_MS = 600_000;

/** The two ways to ask, each rejecting when it finds nothing. */
export type NameSources = {
  readonly servers: Resolve;
  readonly system: Resolve;
  readonly nowMs: () => number;
};

/** All addresses that the name servers know; rejects with the older kind's error. */
const askServers = (): Resolve => {
  const resolver = new Resolver({ timeout: ASK_MS, tries: 2 });
  return async (hostname) => {
    const newer = resolver.resolve6(hostname).catch((): string[] => []);
    const late = new Promise<string[]>((resolve) => setTimeout(resolve, NEWER_MS, []).unref());
    try {
      const older = await resolver.resolve4(hostname);
      return [...older, ...(await Promise.race([newer, late]))];
    } catch (error) {
      const found = await newer;
      if (found.length === 0) throw error;
      return found;
    }
  };
};

const askSystem: Resolve = async (hostname) =>
  (await lookUpBySystem(hostname, { all: true, verbatim: true })).map(({ address }) => address);

const isSilence = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ETIMEOUT';

/**
 * Asks the name servers itself: the system's own lookup runs in one of a few threads, which the files of this process and the
 * back office's line need too, and a name whose server keeps silent holds one for many seconds. Where the servers know nothing (a
 * hosts file, a closed network) the system is asked, one name at a time.
 */
export const openNameLookup = (
  sources: NameSources = {
    servers: askServers(),
    system: askSystem,
    nowMs: () => performance.now(),
  },
): Resolve => {
  const { nowMs } = sources;
  const known = new Map<string, { readonly found: readonly string[]; readonly untilMs: number }>();
  let turn: Promise<unknown> = Promise.resolve();
  let systemFirstUntilMs = 0;

  const askInTurn: Resolve = (hostname) => {
    const answer = turn.then(() => sources.system(hostname));
    turn = answer.catch(() => {});
    return answer;
  };
  const ask: Resolve = async (hostname) => {
    if (nowMs() < systemFirstUntilMs) return askInTurn(hostname);
    try {
      return await sources.servers(hostname);
    } catch (error) {
      const found = await askInTurn(hostname);
      if (isSilence(error)) systemFirstUntilMs = nowMs() + SYSTEM_FIRST_MS;
      return found;
    }
  };
  return async (hostname) => {
    const before = known.get(hostname);
    if (before !== undefined && nowMs() < before.untilMs) return before.found;
    const found = await ask(hostname);
    known.delete(hostname);
    known.set(hostname, { found, untilMs: nowMs() + REMEMBERED_MS });
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_NAMES && oldest !== undefined) known.delete(oldest);
    return found;
  };
};
