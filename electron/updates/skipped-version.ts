import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { writeWhole } from '../host/data/private-file.ts';

const schema = z.object({ skipped: z.string().max(64) });

/** 跳过此版本: the one version of which the agent wants to hear no more, beside the database. */
export class SkippedVersion {
  readonly #file: string;

  constructor(dataDirectory: string) {
    this.#file = path.join(dataDirectory, 'skipped-version.json');
  }

  /** Null where none is known; what cannot be read is none. */
  load(): string | null {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).skipped;
    } catch {
      return null;
    }
  }

  save(version: string): Promise<void> {
    return writeWhole(this.#file, JSON.stringify({ skipped: version }));
  }
}
