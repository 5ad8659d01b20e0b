import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { readSheet } from 'read-excel-file/universal';
import { TABLE_LIMITS } from '#shared/model/phrase-table.ts';

/** Why a file is no table, or one that is too large; `row` as a spreadsheet program counts. */
export type FileProblem =
  | { readonly kind: 'fileTooLarge'; readonly megabytes: number }
  | { readonly kind: 'wrongFile' }
  | { readonly kind: 'brokenFile' }
  | { readonly kind: 'cutFile'; readonly row: number }
  | { readonly kind: 'tooManyRows'; readonly row: number; readonly limit: number };

export type TableFile =
  | { readonly rows: readonly (readonly string[])[] }
  | { readonly problem: FileProblem };

const MEGABYTE = 1024 * 1024;
/** How every packed file begins, an Excel file too. */
const PACKED = [0x50, 0x4b, 0x03, 0x04];
/** How the Excel files of old begin, which are of another kind. */
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/u;
const ROW = /<(?:\w+:)?row[\s/>]/gu;

const beginsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

const tooManyRows = (limit: number = TABLE_LIMITS.rows): TableFile => ({
  problem: { kind: 'tooManyRows', row: limit + 2, limit },
});

/**
 * Looks at a packed file before it is unpacked: what it says of its sizes, then how many rows its sheets have. The first costs
 * nothing, so that a small file that swells is never unpacked.
 */
const inspect = (bytes: Uint8Array): FileProblem | null => {
  let unpacked = 0;
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      unpacked += originalSize;
      return false;
    },
  });
  if (unpacked > TABLE_LIMITS.unpackedBytes)
    return { kind: 'fileTooLarge', megabytes: TABLE_LIMITS.unpackedBytes / MEGABYTE };
  const sheets = Object.values(unzipSync(bytes, { filter: ({ name }) => SHEET.test(name) }));
  const decoder = new TextDecoder();
  const most = Math.max(0, ...sheets.map((sheet) => decoder.decode(sheet).match(ROW)?.length ?? 0));
  return most > TABLE_LIMITS.rows + 1
    ? { kind: 'tooManyRows', row: TABLE_LIMITS.rows + 2, limit: TABLE_LIMITS.rows }
    : null;
};

/** A formula's cell is read as the value that stands in it; nothing is computed. */
const asText = (cell: unknown): string => {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  return cell instanceof Date ? cell.toISOString() : '';
};

const readExcel = async (bytes: Uint8Array): Promise<TableFile> => {
  try {
    const problem = inspect(bytes);
    if (problem !== null) return { problem };
    const sheet = await readSheet(new Blob([new Uint8Array(bytes)]), { trim: false });
    return { rows: sheet.map((row) => row.map(asText)) };
  } catch {
    return { problem: { kind: 'brokenFile' } };
  }
};

/** UTF-8, else what a Chinese Excel writes: GB 18030, or UTF-16 with a mark. Null for what is no text. */
const decoded = (bytes: Uint8Array): string | null => {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const encodings = isUtf16 ? ['utf-16le'] : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\u0000') ? null : text;
    } catch {
      // The next one, if any.
    }
  }
  return null;
};

const readCsv = (bytes: Uint8Array): TableFile => {
  const text = decoded(bytes);
  if (text === null) return { problem: { kind: 'wrongFile' } };
  const heads = text.slice(0, text.search(/[\r\n]|$/u));
  const delimiter = /\t/u.test(heads) ? '\t' : /;/u.test(heads) ? ';' : ',';
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter,
    // One more than may be, to see that there are more.
    preview: TABLE_LIMITS.rows + 2,
  });
  const cut = errors.find(({ type }) => type === 'Quotes');
  if (cut !== undefined) return { problem: { kind: 'cutFile', row: (cut.row ?? 0) + 1 } };
  const rows = data.at(-1)?.join('') === '' ? data.slice(0, -1) : data;
  return rows.length > TABLE_LIMITS.rows + 1 ? tooManyRows() : { rows };
};

/** The cells of an Excel or CSV file as texts, by what the file is and not by its name. Never rejects. */
export const readTableFile = async (name: string, bytes: Uint8Array): Promise<TableFile> => {
  if (bytes.length > TABLE_LIMITS.bytes)
    return { problem: { kind: 'fileTooLarge', megabytes: TABLE_LIMITS.bytes / MEGABYTE } };
  if (beginsWith(bytes, PACKED)) return readExcel(bytes);
  const isExcelName = /\.xls[xmb]?$/iu.test(name);
  if (beginsWith(bytes, OLD_EXCEL) || bytes.length === 0) return { problem: { kind: 'wrongFile' } };
  return isExcelName ? { problem: { kind: 'brokenFile' } } : readCsv(bytes);
};
