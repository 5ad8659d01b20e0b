import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { asPhraseId } from '#shared/model/ids.ts';
import { TABLE_LIMITS } from '#shared/model/phrase-table.ts';
import { PHRASE_LIMITS, type Phrase } from '#shared/model/phrase.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { FakeBridge } from '../../state/testing/records.ts';
import { importPhrases } from './import-phrases.ts';
import { readTableFile } from './read-table-file.ts';

const csv = (text: string, name = 'a.csv') => readTableFile(name, new TextEncoder().encode(text));

const phrase = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  phraseId: asPhraseId(id),
  scope: { kind: 'all' },
  group: '',
  code: '',
  parts: [{ kind: 'text', text: id }],
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

/** A workbook of one sheet, as little as a reader needs. */
const workbook = (rows: string): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'xl/workbook.xml': strToU8(
      '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  });

describe('a file', () => {
  it('of UTF-8 with its mark, of a Chinese Excel, and with semicolons is read', async () => {
    expect(await csv('\ufeff内容,短码\r\n"亲，\n在的",a\r\n')).toEqual({
      rows: [
        ['内容', '短码'],
        ['亲，\n在的', 'a'],
      ],
    });
    // 内容 and 您好 in GB 18030.
    const gbk = new Uint8Array([0xc4, 0xda, 0xc8, 0xdd, 0x0a, 0xc4, 0xfa, 0xba, 0xc3]);
    expect(await readTableFile('a.csv', gbk)).toEqual({ rows: [['内容'], ['您好']] });
    expect(await csv('内容;短码\na,b;c')).toEqual({
      rows: [
        ['内容', '短码'],
        ['a,b', 'c'],
      ],
    });
  });

  it('that breaks off in a quote names its row', async () => {
    expect(await csv('内容\n第一\n"第二，没有')).toEqual({ problem: { kind: 'cutFile', row: 3 } });
  });

  it('of another kind, of the Excel of old, and a broken one say what they are', async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]);
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]);
    const wrong = { problem: { kind: 'wrongFile' } };
    expect(await readTableFile('a.csv', png)).toEqual(wrong);
    expect(await readTableFile('a.xls', old)).toEqual(wrong);
    expect(await readTableFile('a.csv', new Uint8Array())).toEqual(wrong);
    const whole = workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>内容</t></is></c></row>');
    const broken = { problem: { kind: 'brokenFile' } };
    expect(await readTableFile('a.xlsx', whole.slice(0, whole.length / 2))).toEqual(broken);
    expect(await readTableFile('a.xlsx', new TextEncoder().encode('<html>'))).toEqual(broken);
  });

  it('that is too large, swells, or has a million rows is refused before it is read', async () => {
    const large = new Uint8Array(TABLE_LIMITS.bytes + 1);
    expect(await readTableFile('a.csv', large)).toEqual({
      problem: { kind: 'fileTooLarge', megabytes: 5 },
    });
    const swelling = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(61 * 1024 * 1024) });
    expect(swelling.length).toBeLessThan(200_000);
    expect(await readTableFile('a.xlsx', swelling)).toEqual({
      problem: { kind: 'fileTooLarge', megabytes: 60 },
    });
    const many = { problem: { kind: 'tooManyRows', row: 5_002, limit: 5_000 } };
    expect(await readTableFile('a.xlsx', workbook('<row r="1"/>'.repeat(1_000_000)))).toEqual(many);
    expect(await csv(`内容\n${'您好\n'.repeat(1_000_000)}`)).toMatchObject({
      problem: { kind: expect.stringMatching(/tooManyRows|fileTooLarge/u) },
    });
    expect(await csv(`内容\n${'a\n'.repeat(1_000_000)}`)).toEqual(many);
  });

  it('with a formula gives the value that stands in its cell, and computes nothing', async () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>内容</t></is></c></row>' +
      '<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://x","y")</f><v>看过的值</v></c></row>' +
      '<row r="3"><c r="A3"><f>1+1</f><v>7</v></c></row>';
    expect(await readTableFile('a.xlsx', workbook(rows))).toEqual({
      rows: [['内容'], ['看过的值'], ['7']],
    });
  });
});

describe('an import', () => {
  it('leaves out what is there already, and puts pinned ones behind those that are', async () => {
    const bridge = new FakeBridge();
    const here = [phrase('您好', { place: 4 })];
    const done = importPhrases(
      {
        rows: [
          ['内容', '置顶'],
          ['您好', ''],
          ['稍等', '1'],
          ['稍等', ''],
        ],
      },
      here,
      [],
      bridge,
    );
    await bridge.answerResult(ok(null));
    expect(await done).toMatchObject({ kind: 'added', added: [expect.any(String)], skipped: 2 });
  });

  it('goes in calls that are within their limits, and says how far it came', async () => {
    const bridge = new FakeBridge();
    const words = '长'.repeat(PHRASE_LIMITS.characters - 10);
    const rows = Array.from({ length: 300 }, (_, at) => [`${words}${String(at)}`]);
    const done = importPhrases({ rows: [['内容'], ...rows] }, [], [], bridge);
    const sizes: number[] = [];
    for (let call = 0; call < 3; call += 1) {
      const input = bridge.asked[0]?.input as { readonly phrases: readonly Phrase[] };
      sizes.push(input.phrases.length);
      expect(JSON.stringify(input).length).toBeLessThan(1_000_000);
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await bridge.answerResult(call < 2 ? ok(null) : refuse('storage.unavailable'));
    }
    const came = await done;
    expect(came).toMatchObject({ kind: 'failed', error: { kind: 'storage.unavailable' } });
    expect(came.kind === 'failed' && came.added.length).toBe((sizes[0] ?? 0) + (sizes[1] ?? 0));
  });

  it('that would be more than are kept is refused as a whole', async () => {
    const bridge = new FakeBridge();
    const here = Array.from({ length: PHRASE_LIMITS.phrases }, (_, at) => phrase(`p${String(at)}`));
    const came = await importPhrases({ rows: [['内容'], ['新的']] }, here, [], bridge);
    expect(came).toEqual({
      kind: 'refused',
      problem: { kind: 'tooManyPhrases', count: 2_001, limit: 2_000 },
    });
    expect(bridge.asked).toEqual([]);
  });
});
