import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTableFile } from '../../renderer/features/phrases/read-table-file.ts';
import { phraseExportHandlers } from './phrase-export-handlers.ts';
import { asPhraseId, asShopId } from '#shared/model/ids.ts';
import { readTable } from '#shared/model/phrase-table.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { ok } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';

const SHOPS = [
  { shopId: asShopId('s-1'), name: '青禾家居旗舰店', alias: '青禾' },
] as unknown as Shop[];
const IMAGE = `outgoing:${'a'.repeat(64)}.png`;

const phrase = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  phraseId: asPhraseId(id),
  scope: { kind: 'all' },
  group: '',
  code: '',
  parts: [{ kind: 'text', text: '亲，在的' }],
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duodian-phrases-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exporter = (phrases: readonly Phrase[], log: string[] = []) =>
  phraseExportHandlers({
    clock: { now: () => Date.UTC(2026, 10, 29, 12) },
    log: { info: () => undefined, warn: (code) => void log.push(code) },
    dataDirectory: folder,
    loadPhrases: async () => ok(phrases),
    shops: () => SHOPS,
  })['phrases.export'];

const exported = async (phrases: readonly Phrase[], format: 'xlsx' | 'csv'): Promise<string> => {
  const answer = await exporter(phrases)({ format });
  if (!answer.ok) throw new Error(answer.error.kind);
  return answer.value.path;
};

const readBack = async (file: string) => {
  const read = await readTableFile(path.basename(file), new Uint8Array(await readFile(file)));
  return 'rows' in read ? readTable(read.rows, SHOPS, (content) => content === IMAGE) : read;
};

const withoutId = (row: Phrase) => {
  const { phraseId: _, ...rest } = row;
  return rest;
};

const PHRASES: readonly Phrase[] = [
  phrase('a', {
    scope: { kind: 'shop', shopId: asShopId('s-1') },
    group: '售后',
    code: '换货',
    parts: [
      { kind: 'text', text: '第一行\n第二行，“引号”"双引号",逗号\t制表 😀' },
      { kind: 'link', url: 'https://a.example/?x=1&y=2', title: '发票 说明' },
      { kind: 'image', content: IMAGE },
      { kind: 'link', url: 'https://a.example/', title: '' },
      { kind: 'text', text: '[链接] 这不是链接' },
    ],
    place: 0,
    usedCount: 41,
    usedAt: 1_760_000_000_123,
  }),
  phrase('b', { scope: { kind: 'platform', platform: 'pdd' }, code: '0012' }),
  phrase('c', { scope: { kind: 'shop', shopId: asShopId('gone') }, place: 7 }),
  ...[
    '=1+1',
    '+86',
    '-',
    '@all',
    "'=x",
    "''",
    '＝1',
    '\t=1',
    '  空格  ',
    '<b>&amp;',
    '_x000D_',
    '__proto__',
    'valueOf',
    'a\u0001\u000bb',
  ].map((text, at) =>
    phrase(`d${String(at)}`, { parts: [{ kind: 'text', text }], code: text.trim().slice(0, 20) }),
  ),
];

describe.each(['xlsx', 'csv'] as const)('a table of phrases as %s', (format) => {
  it('comes back whole: every scope, message, order and use', async () => {
    const file = await exported(PHRASES, format);
    expect(await readBack(file)).toEqual({
      phrases: PHRASES.map(withoutId),
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('holds no cell that a spreadsheet program would take for a formula', async () => {
    const file = await exported(PHRASES, format);
    const read = await readTableFile(`x.${format}`, new Uint8Array(await readFile(file)));
    const cells = 'rows' in read ? read.rows.flat() : [];
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/u.test(cell))).toEqual([]);
  });

  it('without phrases is a form with heads, and the second file of a second has another name', async () => {
    const files = [await exported([], format), await exported([], format)];
    expect(new Set(files).size).toBe(2);
    expect(await readBack(files[0] ?? '')).toEqual({ problem: { kind: 'nothing' } });
  });

  it('of any words comes back', async () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 9 }), async (texts) => {
        const one = phrase('x', { parts: texts.map((text) => ({ kind: 'text', text })) });
        const read = await readBack(await exported([one], format));
        expect('phrases' in read && read.phrases[0]?.parts).toEqual(one.parts);
      }),
      { numRuns: 30 },
    );
  });
});

it('a folder that cannot be written is said, without a word of what was in it', async () => {
  await writeFile(path.join(folder, 'exports'), 'a file stands here');
  const log: string[] = [];
  expect(await exporter(PHRASES, log)({ format: 'csv' })).toMatchObject({
    error: { kind: 'phrase.notWritten' },
  });
  expect(log).toEqual(['phrases.notWritten']);
});
