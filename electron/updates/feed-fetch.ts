import type { UpdateTrouble } from '#shared/model/updates.ts';

/** `fetch` of the host: the desktop's own knows the system's proxy and certificates. Follows nothing. */
export type FetchAlone = (
  url: string,
  options: { readonly redirect: 'manual'; readonly signal: AbortSignal },
) => Promise<Response>;

/** A feed or a file that cannot be taken, with its reason. */
export class Untaken extends Error {
  readonly why: UpdateTrouble;

  constructor(why: UpdateTrouble) {
    super(why);
    this.name = 'Untaken';
    this.why = why;
  }
}

export const troubleOf = (error: unknown): UpdateTrouble => {
  if (error instanceof Untaken) return error.why;
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'diskFull';
  return 'notWritten';
};

/**
 * Asks for an address and answers its body's reader. A redirect is refused wherever it leads: what we ask for is ours alone to say.
 * Throws `Untaken`.
 */
export const askFeed = async (
  fetchAlone: FetchAlone,
  url: string,
  signal: AbortSignal,
): Promise<Response> => {
  let response: Response;
  try {
    response = await fetchAlone(url, { redirect: 'manual', signal });
  } catch (error) {
    // Electron's own says it by an error.
    throw new Untaken(/redirect/iu.test(String(error)) ? 'redirected' : 'unreachable');
  }
  const isRedirect = response.type === 'opaqueredirect' || Math.floor(response.status / 100) === 3;
  if (isRedirect) throw new Untaken('redirected');
  if (response.status !== 200) throw new Untaken('unreachable');
  return response;
};

/** The first that answers; where none does, the most telling reason: that a feed lied says more than that another was silent. */
export const firstThatAnswers = async <Answer>(
  places: readonly string[],
  ask: (place: string) => Promise<Answer>,
): Promise<Answer> => {
  let reason = new Untaken('unreachable');
  for (const place of places) {
    try {
      return await ask(place);
    } catch (error) {
      // Of what goes wrong on this computer another mirror changes nothing.
      if (!(error instanceof Untaken)) throw error;
      if (reason.why === 'unreachable') reason = error;
    }
  }
  throw reason;
};
