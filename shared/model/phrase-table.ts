import { asShopId } from './ids.ts';
import { outgoingName } from './outgoing-media.ts';
import {
  charactersOf,
  PHRASE_LIMITS,
  type Phrase,
  type PhrasePart,
  type PhraseScope,
} from './phrase.ts';
import { PLATFORMS, type Platform } from './platform.ts';
import type { Shop } from './shop.ts';
import { readWebLink } from './web-link.ts';

/** The tables in which phrases are taken in and given out. */
export const PHRASE_FILES = ['xlsx', 'csv'] as const;
export type PhraseFile = (typeof PHRASE_FILES)[number];

/** What a table may hold. `unpackedBytes`: of an Excel file, whose bytes are packed. */
export const TABLE_LIMITS = {
  bytes: 5 * 1024 * 1024,
  unpackedBytes: 60 * 1024 * 1024,
  rows: 5_000,
} as const;

type Column = 'scope' | 'shopId' | 'shop' | 'group' | 'code' | 'place' | 'usedCount' | 'usedAt';

/** The heads of a table as they are written, in Chinese for every agent: a table goes from hand to hand. */
const HEADS: Readonly<Record<Column, string>> = {
  scope: '范围',
  shopId: '店铺编号',
  shop: '店铺',
  group: '分组',
  code: '短码',
  place: '置顶',
  usedCount: '使用次数',
  usedAt: '上次使用',
};
const BEFORE = ['scope', 'shopId', 'shop', 'group', 'code'] as const;
const BEHIND = ['place', 'usedCount', 'usedAt'] as const;
const CONTENT = '内容';
const CONTENT_HEAD = /^内容\s*([1-9]?)$/u;

const EVERYWHERE = '所有店铺';
const ONE_SHOP = '店铺';
const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  jd: '京东',
  taobao: '淘宝',
  douyin: '抖音',
  pdd: '拼多多',
};

/** What begins a cell that is no plain text. */
const MARKS = { text: '[文字]', link: '[链接]', image: '[图片]' } as const;

/** What a spreadsheet program would take for a formula, or for the quote that says it is none. */
const LOOKS_LIKE_FORMULA = /^[=+\-@\t\r'＝＋－＠]/u;
const asCell = (text: string): string => (LOOKS_LIKE_FORMULA.test(text) ? `'${text}` : text);
const fromCell = (cell: string): string =>
  cell.startsWith("'") && LOOKS_LIKE_FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;

const writtenPart = (part: PhrasePart): string => {
  if (part.kind === 'image') return `${MARKS.image} ${part.content}`;
  if (part.kind === 'link')
    return `${MARKS.link} ${part.title === '' ? part.url : `${part.title} ${part.url}`}`;
  const looksMarked = Object.values(MARKS).some((mark) => part.text.startsWith(mark));
  return looksMarked ? `${MARKS.text} ${part.text}` : part.text;
};

type NamedShop = Pick<Shop, 'shopId' | 'name' | 'alias'>;

const writtenScope = (
  scope: PhraseScope,
  shops: readonly NamedShop[],
): Readonly<Record<'scope' | 'shopId' | 'shop', string>> => {
  if (scope.kind === 'all') return { scope: EVERYWHERE, shopId: '', shop: '' };
  if (scope.kind === 'platform')
    return { scope: PLATFORM_NAMES[scope.platform], shopId: '', shop: '' };
  const shop = shops.find(({ shopId }) => shopId === scope.shopId);
  return { scope: ONE_SHOP, shopId: scope.shopId, shop: shop?.alias ?? shop?.name ?? '' };
};

/** The phrases as rows of text cells, the heads first. Without phrases it is a form to be filled in. */
export const tableOf = (
  phrases: readonly Phrase[],
  shops: readonly NamedShop[],
): readonly (readonly string[])[] => {
  const most = Math.max(3, ...phrases.map(({ parts }) => parts.length));
  const contents = Array.from({ length: most }, (_, at) => at);
  const heads = [
    ...BEFORE.map((name) => HEADS[name]),
    ...contents.map((at) => (at === 0 ? CONTENT : `${CONTENT}${String(at + 1)}`)),
    ...BEHIND.map((name) => HEADS[name]),
  ];
  const rows = phrases.map((phrase) => {
    const scope = writtenScope(phrase.scope, shops);
    return [
      scope.scope,
      scope.shopId,
      scope.shop,
      phrase.group,
      phrase.code,
      ...contents.map((at) => {
        const part = phrase.parts[at];
        return part === undefined ? '' : writtenPart(part);
      }),
      phrase.place === null ? '' : String(phrase.place + 1),
      String(phrase.usedCount),
      phrase.usedAt === null ? '' : new Date(phrase.usedAt).toISOString(),
    ].map(asCell);
  });
  return [heads, ...rows];
};

/** Why a table is not taken in; `row` counts as a spreadsheet program does, the heads are row 1. */
export type TableProblem =
  | { readonly kind: 'noContent' }
  | { readonly kind: 'unknownColumn'; readonly name: string }
  | { readonly kind: 'twiceColumn'; readonly name: string }
  | { readonly kind: 'tooManyRows'; readonly row: number; readonly limit: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'tooManyCells'; readonly row: number }
  | { readonly kind: 'emptyRow'; readonly row: number }
  | { readonly kind: 'badScope'; readonly row: number; readonly value: string }
  | { readonly kind: 'unknownShop'; readonly row: number; readonly value: string }
  | { readonly kind: 'badLink'; readonly row: number }
  | { readonly kind: 'badImage'; readonly row: number }
  | { readonly kind: 'badNumber'; readonly row: number; readonly value: string }
  | { readonly kind: 'tooLong'; readonly row: number; readonly limit: number }
  | { readonly kind: 'longName'; readonly row: number; readonly limit: number };

/** A phrase of a table, not yet one of this computer. */
export type ReadPhrase = Omit<Phrase, 'phraseId'>;

class Wrong extends Error {
  readonly problem: TableProblem;

  constructor(problem: TableProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** Which column stands where: the names of `HEADS`, and contents by their number from 0. */
type Places = {
  readonly columns: ReadonlyMap<Column, number>;
  readonly contents: readonly number[];
};

const placesOf = (heads: readonly string[]): Places => {
  const columns = new Map<Column, number>();
  const contents: number[] = [];
  for (const [at, head] of heads.entries()) {
    const name = head.trim();
    if (name === '') continue;
    const content = CONTENT_HEAD.exec(name);
    const column = [...BEFORE, ...BEHIND].find((each) => HEADS[each] === name);
    const number = content === null ? null : Number(content[1] === '' ? 1 : content[1]) - 1;
    if (number === null && column === undefined) throw new Wrong({ kind: 'unknownColumn', name });
    const isTwice =
      number === null ? columns.has(column ?? 'code') : contents[number] !== undefined;
    if (isTwice) throw new Wrong({ kind: 'twiceColumn', name });
    if (number !== null) contents[number] = at;
    else if (column !== undefined) columns.set(column, at);
  }
  if (contents.length === 0) throw new Wrong({ kind: 'noContent' });
  return { columns, contents: contents.filter((at) => at !== undefined) };
};

const readPart = (
  cell: string,
  row: number,
  isKnownImage: (content: string) => boolean,
): PhrasePart => {
  const marked = (mark: string): string | null =>
    cell.startsWith(mark) ? cell.slice(mark.length).trim() : null;
  const image = marked(MARKS.image);
  if (image !== null) {
    if (outgoingName(image) === null || !isKnownImage(image))
      throw new Wrong({ kind: 'badImage', row });
    return { kind: 'image', content: image };
  }
  const link = marked(MARKS.link);
  if (link !== null) {
    const words = link.split(/\s+/u);
    const url = readWebLink(words.at(-1) ?? '')?.url;
    if (url === undefined) throw new Wrong({ kind: 'badLink', row });
    const title = words.slice(0, -1).join(' ');
    if (title.length > PHRASE_LIMITS.title)
      throw new Wrong({ kind: 'longName', row, limit: PHRASE_LIMITS.title });
    return { kind: 'link', url, title };
  }
  return { kind: 'text', text: marked(MARKS.text) ?? cell };
};

const readNumber = (cell: string, row: number): number | null => {
  if (cell === '') return null;
  const number = Number(cell);
  if (!Number.isSafeInteger(number) || number < 0 || number > 1_000_000)
    throw new Wrong({ kind: 'badNumber', row, value: cell.slice(0, 20) });
  return number;
};

/** Reads rows of cells; all of them or the first thing that is wrong. */
class TableReader {
  readonly #places: Places;
  readonly #shops: readonly NamedShop[];
  readonly #isKnownImage: (content: string) => boolean;

  constructor(
    heads: readonly string[],
    shops: readonly NamedShop[],
    isKnownImage: (content: string) => boolean,
  ) {
    this.#places = placesOf(heads);
    this.#shops = shops;
    this.#isKnownImage = isKnownImage;
  }

  read(cells: readonly string[], row: number): ReadPhrase {
    const cellOf = (column: Column): string => {
      const at = this.#places.columns.get(column);
      return at === undefined ? '' : fromCell((cells[at] ?? '').trim());
    };
    const parts = this.#places.contents
      .map((at) => fromCell(cells[at] ?? ''))
      .filter((cell) => cell.trim() !== '')
      .map((cell) => readPart(cell, row, this.#isKnownImage));
    if (parts.length === 0) throw new Wrong({ kind: 'emptyRow', row });
    if (charactersOf(parts) > PHRASE_LIMITS.characters)
      throw new Wrong({ kind: 'tooLong', row, limit: PHRASE_LIMITS.characters });
    const [group, code] = [cellOf('group'), cellOf('code')];
    const limit = PHRASE_LIMITS.code;
    if (group.length > PHRASE_LIMITS.group || code.length > limit)
      throw new Wrong({ kind: 'longName', row, limit });
    const place = readNumber(cellOf('place'), row);
    const usedAt = Date.parse(cellOf('usedAt'));
    return {
      scope: this.#scope(cellOf('scope'), cellOf('shopId'), cellOf('shop'), row),
      group,
      code,
      parts,
      place: place === null ? null : Math.max(0, place - 1),
      usedCount: readNumber(cellOf('usedCount'), row) ?? 0,
      usedAt: Number.isNaN(usedAt) || usedAt < 0 ? null : usedAt,
    };
  }

  #scope(scope: string, shopId: string, shop: string, row: number): PhraseScope {
    if (scope === '' || scope === EVERYWHERE) return { kind: 'all' };
    const platform = PLATFORMS.find((name) => PLATFORM_NAMES[name] === scope);
    if (platform !== undefined) return { kind: 'platform', platform };
    if (scope !== ONE_SHOP) throw new Wrong({ kind: 'badScope', row, value: scope.slice(0, 20) });
    // The number of a shop that was deleted comes back as it was given out.
    if (shopId !== '' && shopId.length <= 256) return { kind: 'shop', shopId: asShopId(shopId) };
    const named = this.#shops.filter(
      ({ name, alias }) => shop !== '' && (alias === shop || name === shop),
    );
    const [only] = named;
    if (only === undefined || named.length > 1)
      throw new Wrong({ kind: 'unknownShop', row, value: shop.slice(0, 20) });
    return { kind: 'shop', shopId: only.shopId };
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/**
 * Reads a table, its heads first. Rows without anything in them are stepped over. `isKnownImage`: only an image that is on this
 * computer can be sent again.
 */
export const readTable = (
  rows: readonly (readonly string[])[],
  shops: readonly NamedShop[],
  isKnownImage: (content: string) => boolean,
): { readonly phrases: readonly ReadPhrase[] } | { readonly problem: TableProblem } => {
  try {
    const [heads = [], ...others] = rows;
    const reader = new TableReader(heads, shops, isKnownImage);
    if (others.length > TABLE_LIMITS.rows)
      return {
        problem: { kind: 'tooManyRows', row: TABLE_LIMITS.rows + 2, limit: TABLE_LIMITS.rows },
      };
    const phrases = others.flatMap((cells, at) => {
      if (isBlank(cells)) return [];
      const row = at + 2;
      if (!isBlank(cells.slice(heads.length))) throw new Wrong({ kind: 'tooManyCells', row });
      return [reader.read(cells, row)];
    });
    return phrases.length === 0 ? { problem: { kind: 'nothing' } } : { phrases };
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.problem };
    throw error;
  }
};
