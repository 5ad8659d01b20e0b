import { v7 as uuidv7 } from 'uuid';
import { asPhraseId } from '#shared/model/ids.ts';
import type { Phrase, PhraseContent } from '#shared/model/phrase.ts';

/** One that was never used, under an id of its own. */
export const newPhrase = ({ scope, group, code, parts }: PhraseContent): Phrase => ({
  phraseId: asPhraseId(uuidv7()),
  scope,
  group,
  code,
  parts,
  place: null,
  usedCount: 0,
  usedAt: null,
});
