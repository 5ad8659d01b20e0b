import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Log } from '../../core/ports/log.ts';
import { OWNER_ONLY } from '../../host/data/owner-only.ts';
import { writeWhole } from '../../host/data/private-file.ts';
import type { ShopId } from '#shared/model/ids.ts';

/** A cookie as `Storage.getCookies` tells it and `Storage.setCookies` takes it back. */
const keptCookieSchema = z.object({
  name: z.string(),
  value: z.string(),
  domain: z.string(),
  path: z.string(),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  sameSite: z.enum(['Strict', 'Lax', 'None']).optional(),
  /** Epoch seconds, -1 for a cookie that lasts as long as the session. */
  expires: z.number(),
});
export type KeptCookie = z.output<typeof keptCookieSchema>;

const keptSessionSchema = z.object({
  fingerprint: z.string().nullable(),
  cookies: z.array(keptCookieSchema),
});
/** What outlives a run of the browser: a shop's cookies, and the fingerprint of the push that they came from. */
export type KeptSession = z.output<typeof keptSessionSchema>;

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The shops' sessions on disk, because the browser's contexts are off the record. AES-256-GCM with a key file of mode
 * 0600 beside them: no cookie is readable in any file, and a copied file without the key is worth nothing. A file that
 * cannot be opened counts as no session. Writes of one shop happen in the order of the calls.
 */
export class SessionVault {
  readonly #folder: string;
  readonly #log: Log;
  #key: Promise<Buffer> | null = null;
  readonly #turns = new Map<ShopId, Promise<unknown>>();

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  load(shopId: ShopId): Promise<KeptSession | null> {
    return this.#inTurn(shopId, () => this.#load(shopId));
  }

  save(shopId: ShopId, session: KeptSession): Promise<void> {
    return this.#inTurn(shopId, () => this.#save(shopId, session));
  }

  /** Changes the kept session by `change`, from an empty one where there is none. */
  update(shopId: ShopId, change: (session: KeptSession) => KeptSession): Promise<void> {
    return this.#inTurn(shopId, async () => {
      const before = (await this.#load(shopId)) ?? { fingerprint: null, cookies: [] };
      await this.#save(shopId, change(before));
    });
  }

  delete(shopId: ShopId): Promise<void> {
    return this.#inTurn(shopId, () => rm(this.#fileOf(shopId), { force: true }));
  }

  async #load(shopId: ShopId): Promise<KeptSession | null> {
    const sealed = await readFile(this.#fileOf(shopId)).catch(() => null);
    if (sealed === null) return null;
    try {
      const decipher = createDecipheriv(
        'aes-256-gcm',
        await this.#loadKey(),
        sealed.subarray(0, IV_BYTES),
        { authTagLength: TAG_BYTES },
      );
      decipher.setAAD(Buffer.from(shopId, 'utf8'));
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const plain = Buffer.concat([
        decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]);
      return keptSessionSchema.parse(JSON.parse(plain.toString('utf8')));
    } catch {
      this.#log.warn('session.unreadable', { shopId });
      return null;
    }
  }

  async #save(shopId: ShopId, session: KeptSession): Promise<void> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', await this.#loadKey(), iv);
    cipher.setAAD(Buffer.from(shopId, 'utf8'));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(session), 'utf8'), cipher.final()]);
    await writeWhole(this.#fileOf(shopId), Buffer.concat([iv, cipher.getAuthTag(), sealed]));
  }

  #loadKey(): Promise<Buffer> {
    this.#key ??= loadOrMakeKey(this.#folder).catch((error: unknown) => {
      // A disk that is full or read-only at this moment is asked again the next time.
      this.#key = null;
      throw error;
    });
    return this.#key;
  }

  /** Shop ids come from outside and are no file names. */
  #fileOf(shopId: ShopId): string {
    return join(this.#folder, `${createHash('sha256').update(shopId).digest('hex')}.session`);
  }

  #inTurn<Value>(shopId: ShopId, run: () => Promise<Value>): Promise<Value> {
    const turn = (this.#turns.get(shopId) ?? Promise.resolve()).then(run, run);
    const settled: Promise<unknown> = turn
      .catch(() => {})
      .finally(() => {
        if (this.#turns.get(shopId) === settled) this.#turns.delete(shopId);
      });
    this.#turns.set(shopId, settled);
    return turn;
  }
}

const loadOrMakeKey = async (folder: string): Promise<Buffer> => {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY.folder });
  const file = join(folder, 'key');
  const known = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    // A key that only cannot be read now must not be replaced: every session is sealed with it.
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (known?.length === KEY_BYTES) return known;
  const key = randomBytes(KEY_BYTES);
  await writeWhole(file, key);
  return key;
};
