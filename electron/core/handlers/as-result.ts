import { StorageError } from '../ports/store.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

/** A database that cannot be read is an answer too. */
export const asResult = async <Value>(query: () => Promise<Value>): Promise<Result<Value>> => {
  try {
    return ok(await query());
  } catch (error) {
    if (error instanceof StorageError) return refuse('storage.unavailable', error.kind);
    throw error;
  }
};
