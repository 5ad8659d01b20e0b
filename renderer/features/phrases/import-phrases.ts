import { v7 as uuidv7 } from 'uuid';
import type { Bridge } from '#shared/ipc/contract.ts';
import { asPhraseId, type PhraseId } from '#shared/model/ids.ts';
import { readTable, type TableProblem } from '#shared/model/phrase-table.ts';
import {
  charactersOf,
  imagesOf,
  PHRASE_LIMITS,
  sameKeyOf,
  type Phrase,
} from '#shared/model/phrase.ts';
import type { AppError } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { FileProblem, TableFile } from './read-table-file.ts';

/** A call takes a million characters; what is around the texts has room too. */
const CHARACTERS_AT_ONCE = 300_000;

export type ImportProblem =
  | FileProblem
  | TableProblem
  | { readonly kind: 'tooManyPhrases'; readonly count: number; readonly limit: number };

/** What came of a file. `skipped`: said the same as one that is there, or as a row above. */
export type Imported =
  | { readonly kind: 'refused'; readonly problem: ImportProblem }
  | { readonly kind: 'failed'; readonly added: readonly PhraseId[]; readonly error: AppError }
  | { readonly kind: 'added'; readonly added: readonly PhraseId[]; readonly skipped: number };

/** Cut so that each call is within its limits. */
const batchesOf = function* (phrases: readonly Phrase[]): Generator<readonly Phrase[]> {
  let batch: Phrase[] = [];
  let characters = 0;
  for (const phrase of phrases) {
    const size = charactersOf(phrase.parts);
    const isFull = batch.length === PHRASE_LIMITS.atOnce || characters + size > CHARACTERS_AT_ONCE;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(phrase);
    characters += size;
  }
  if (batch.length > 0) yield batch;
};

/** The phrases of a file that are not here yet; a pinned one goes behind those that are pinned here. */
const newOnes = (
  read: readonly Omit<Phrase, 'phraseId'>[],
  here: readonly Phrase[],
): readonly Phrase[] => {
  const said = new Set(here.map(sameKeyOf));
  const behind = Math.max(-1, ...here.map(({ place }) => place ?? -1)) + 1;
  const fresh: Phrase[] = [];
  for (const row of read) {
    const key = sameKeyOf(row);
    if (said.has(key)) continue;
    said.add(key);
    const place = row.place === null ? null : behind + row.place;
    fresh.push({ ...row, place, phraseId: asPhraseId(uuidv7()) });
  }
  return fresh;
};

/** Takes a table in: all of it, or nothing and the first reason why. */
export const importPhrases = async (
  file: TableFile,
  here: readonly Phrase[],
  shops: readonly Shop[],
  bridge: Bridge,
): Promise<Imported> => {
  if ('problem' in file) return { kind: 'refused', problem: file.problem };
  const images = new Set(imagesOf(here));
  const read = readTable(file.rows, shops, (content) => images.has(content));
  if ('problem' in read) return { kind: 'refused', problem: read.problem };
  const fresh = newOnes(read.phrases, here);
  const count = here.length + fresh.length;
  const limit = PHRASE_LIMITS.phrases;
  if (count > limit) return { kind: 'refused', problem: { kind: 'tooManyPhrases', count, limit } };
  const added: PhraseId[] = [];
  for (const phrases of batchesOf(fresh)) {
    const answer = await bridge.call('phrases.save', { phrases });
    if (!answer.ok) return { kind: 'failed', added, error: answer.error };
    added.push(...phrases.map(({ phraseId }) => phraseId));
  }
  return { kind: 'added', added, skipped: read.phrases.length - fresh.length };
};
