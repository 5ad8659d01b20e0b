import * as z from 'zod';
import { asPhraseId, asShopId, type PhraseId } from '#shared/model/ids.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { PLATFORMS } from '#shared/model/platform.ts';
import { wholeMs } from '../limits.ts';
import { jsonColumn, numberOrNull } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const PHRASE_SQL = {
  put: upsert('phrase'),
  remove: 'DELETE FROM phrase WHERE phrase_id = ?',
  all: 'SELECT * FROM phrase',
} as const;

const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('platform'), platform: z.enum(PLATFORMS) }),
  z.object({ kind: z.literal('shop'), shopId: z.string().transform(asShopId) }),
]);

const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('link'), url: z.string(), title: z.string() }),
  z.object({ kind: z.literal('image'), content: z.string() }),
]);

export const phraseRow = z
  .object({
    phrase_id: z.string().transform(asPhraseId),
    scope: jsonColumn(scope),
    group_name: z.string(),
    code: z.string(),
    parts: jsonColumn(z.array(part).min(1)),
    place: numberOrNull,
    used_count: z.number(),
    used_at: numberOrNull,
  })
  .transform((row): Phrase => ({
    phraseId: row.phrase_id,
    scope: row.scope,
    group: row.group_name,
    code: row.code,
    parts: row.parts,
    place: row.place,
    usedCount: row.used_count,
    usedAt: row.used_at,
  }));

/** Quick phrases; a start reads all of them. */
export class PhraseRepository extends Repository {
  readonly #sql = this.prepare(PHRASE_SQL);

  put(row: Phrase): void {
    this.#sql.put.run(
      this.sealed('phrase', {
        phrase_id: row.phraseId,
        scope: JSON.stringify(row.scope),
        group_name: row.group,
        code: row.code,
        parts: JSON.stringify(row.parts),
        place: row.place,
        used_count: row.usedCount,
        used_at: row.usedAt === null ? null : wholeMs(row.usedAt),
      }),
    );
  }

  remove(phraseId: PhraseId): void {
    this.#sql.remove.run(phraseId);
  }

  loadAll(): readonly Phrase[] {
    return this.rows.readAll('phrase', phraseRow, this.#sql.all.all());
  }
}
