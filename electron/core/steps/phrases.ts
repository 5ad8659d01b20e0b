import type { Step } from '../step.ts';
import type { PhraseId } from '#shared/model/ids.ts';
import { PHRASE_LIMITS, type Phrase } from '#shared/model/phrase.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** A window that edits may have heard late of a use: the higher count holds. */
const withUse = (row: Phrase, known: Phrase | undefined): Phrase =>
  known !== undefined && known.usedCount > row.usedCount
    ? { ...row, usedCount: known.usedCount, usedAt: known.usedAt }
    : row;

/** All of them or none. */
export const savePhrases = ({ state, changes }: Step, rows: readonly Phrase[]): Result<null> => {
  const fresh = new Set(
    rows.map(({ phraseId }) => phraseId).filter((id) => !state.phrases.has(id)),
  );
  if (fresh.size > 0 && state.phrases.size + fresh.size > PHRASE_LIMITS.phrases)
    return refuse('phrase.full');
  for (const row of rows) changes.putPhrase(withUse(row, state.phrases.get(row.phraseId)));
  return ok(null);
};

export const removePhrases = (
  { state, changes }: Step,
  phraseIds: readonly PhraseId[],
): Result<null> => {
  for (const phraseId of phraseIds) if (state.phrases.has(phraseId)) changes.removePhrase(phraseId);
  return ok(null);
};

/** What is used often comes first. */
export const notePhraseUse = ({ state, changes, now }: Step, phraseId: PhraseId): Result<null> => {
  const row = state.phrases.get(phraseId);
  if (row === undefined) return refuse('phrase.unknown');
  changes.putPhrase({ ...row, usedCount: row.usedCount + 1, usedAt: now });
  return ok(null);
};
