import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { CallArguments, CallHandlers } from '#shared/ipc/contract.ts';
import { tableOf, type PhraseFile } from '#shared/model/phrase-table.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';

/** Downloads are refused in the desktop host, so the program writes the file itself. */
const FOLDER = 'exports';

export type PhraseExportParts = {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly dataDirectory: string;
  readonly loadPhrases: () => Promise<Result<readonly Phrase[]>>;
  readonly shops: () => readonly Shop[];
};

type Table = readonly (readonly string[])[];

const escaped = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/**
 * A text as an Excel file spells it (ECMA-376 part 1, 22.9.2.19): what XML has no place for, and what would be read as such a
 * spelling. The library looks texts up in a plain object, which knows some by itself, `valueOf` for one: those are spelled as well.
 */
const excelText = (text: string): string => {
  const spelled = text
    .replaceAll(/_(?=x[0-9a-f]{4}_)/giu, escaped)
    .replaceAll(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, escaped);
  return Object.hasOwn(Object.prototype, spelled) ? escaped(spelled) + spelled.slice(1) : spelled;
};

/** Both libraries are loaded with the first export, and cost a start nothing. Every cell is a text: no formula is written. */
const bytesOf = async (table: Table, format: PhraseFile): Promise<Uint8Array> => {
  if (format === 'csv') {
    const { default: Papa } = await import('papaparse');
    // The mark by which a spreadsheet program knows UTF-8.
    return new TextEncoder().encode(`\ufeff${Papa.unparse(table.map((row) => [...row]))}\r\n`);
  }
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const rows = table.map((row, at) =>
    row.map((text) => ({
      value: excelText(text),
      type: String,
      ...(at === 0 && { fontWeight: 'bold' as const }),
    })),
  );
  const columns = (table[0] ?? []).map((head) => ({ width: head.startsWith('内容') ? 60 : 14 }));
  return writeExcelFile(rows, { columns, stickyRowsCount: 1, sheet: '快捷语' }).toBuffer();
};

const two = (number: number): string => String(number).padStart(2, '0');

/** Local time, in the order in which a folder sorts. */
const stampOf = (at: number): string => {
  const date = new Date(at);
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
};

/** Writes a file that does not exist yet, readable by its owner only; answers its path. */
const writeNew = async (folder: string, name: string, ending: string, bytes: Uint8Array) => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let copy = 1; ; copy += 1) {
    const file = path.join(folder, `${name}${copy === 1 ? '' : `-${copy}`}.${ending}`);
    try {
      await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

/** The call that gives all phrases out as a table. */
export const phraseExportHandlers = (
  parts: PhraseExportParts,
): Pick<CallHandlers, 'phrases.export'> => ({
  'phrases.export': async ({ format }: CallArguments<'phrases.export'>) => {
    const { clock, log, dataDirectory, loadPhrases, shops } = parts;
    const phrases = await loadPhrases();
    if (!phrases.ok) return phrases;
    try {
      const bytes = await bytesOf(tableOf(phrases.value, shops()), format);
      const name = `多店快捷语-${stampOf(clock.now())}`;
      return ok({ path: await writeNew(path.join(dataDirectory, FOLDER), name, format, bytes) });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      log.warn('phrases.notWritten', { code: code ?? 'failed' });
      return refuse('phrase.notWritten', code ?? '');
    }
  },
});
