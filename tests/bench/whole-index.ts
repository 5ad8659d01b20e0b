import { openDatabase } from '../../electron/storage/database.ts';
import { openOwn } from '../../electron/storage/own-database.ts';
import { syllablesOf } from '../../electron/storage/search/syllables.ts';
import { quietLog } from '../../electron/platforms/testing/parts.ts';

const STEP_MS = 50;

/** Brings the search index of a database up to date: otherwise the app would be at that while it is measured. */
export const makeIndexWhole = (file: string): void => {
  const own = openOwn(openDatabase(file), quietLog);
  try {
    while (own.indexStep(syllablesOf, STEP_MS) !== 'nothing');
  } finally {
    own.close();
  }
};
