import { describe, expect, it } from 'vitest';
import { asShopId } from './ids.ts';
import { readTable, TABLE_LIMITS } from './phrase-table.ts';
import { PHRASE_LIMITS } from './phrase.ts';

const SHOPS = [
  { shopId: asShopId('s-1'), name: '青禾家居旗舰店', alias: '青禾' },
  { shopId: asShopId('s-2'), name: '同名店', alias: null },
  { shopId: asShopId('s-3'), name: '同名店', alias: null },
];
const read = (...rows: readonly (readonly string[])[]) => readTable(rows, SHOPS, () => false);
const problemOf = (...rows: readonly (readonly string[])[]) => {
  const answer = read(...rows);
  return 'problem' in answer ? answer.problem : null;
};
const HEADS = ['范围', '店铺编号', '店铺', '分组', '短码', '内容', '内容2', '置顶', '使用次数'];
const row = (change: Readonly<Record<string, string>>): readonly string[] =>
  HEADS.map((head) => change[head] ?? (head === '内容' ? '亲，在的' : ''));

describe('a table that a person made', () => {
  it('needs no more than the contents; empty rows are stepped over', () => {
    expect(read(['内容'], ['亲，在的'], ['  '], ['稍等'])).toMatchObject({
      phrases: [
        {
          scope: { kind: 'all' },
          parts: [{ kind: 'text', text: '亲，在的' }],
          place: null,
          usedCount: 0,
        },
        { parts: [{ kind: 'text', text: '稍等' }] },
      ],
    });
  });

  it('has its columns in any order, and names shops and platforms as an agent does', () => {
    expect(
      read(
        ['内容 2', '范围', '内容1', '店铺'],
        ['二', '店铺', '一', '青禾'],
        ['', '抖音', '一', ''],
      ),
    ).toMatchObject({
      phrases: [
        {
          scope: { kind: 'shop', shopId: 's-1' },
          parts: [
            { kind: 'text', text: '一' },
            { kind: 'text', text: '二' },
          ],
        },
        { scope: { kind: 'platform', platform: 'douyin' } },
      ],
    });
  });
});

describe('a table that is not right', () => {
  it.each([
    [{ kind: 'noContent' }, [['分组'], ['售后']]],
    [{ kind: 'noContent' }, []],
    [{ kind: 'unknownColumn', name: '价格' }, [['内容', '价格']]],
    [{ kind: 'twiceColumn', name: '内容1' }, [['内容', '内容1']]],
    [{ kind: 'nothing' }, [['内容'], ['']]],
    [{ kind: 'tooManyCells', row: 2 }, [['内容'], ['您好', '在吗']]],
    [{ kind: 'emptyRow', row: 3 }, [HEADS, row({}), row({ 内容: ' ', 分组: '售后' })]],
    [{ kind: 'badScope', row: 2, value: '快手' }, [HEADS, row({ 范围: '快手' })]],
    [
      { kind: 'unknownShop', row: 2, value: '同名店' },
      [HEADS, row({ 范围: '店铺', 店铺: '同名店' })],
    ],
    [{ kind: 'unknownShop', row: 2, value: '' }, [HEADS, row({ 范围: '店铺' })]],
    [{ kind: 'badLink', row: 2 }, [HEADS, row({ 内容: '[链接] 说明 javascript:alert(1)' })]],
    [{ kind: 'badImage', row: 2 }, [HEADS, row({ 内容: `[图片] outgoing:${'a'.repeat(64)}.png` })]],
    [{ kind: 'badImage', row: 2 }, [HEADS, row({ 内容: '[图片] C:\\a.png' })]],
    [{ kind: 'badNumber', row: 2, value: '-1' }, [HEADS, row({ 使用次数: '-1' })]],
    [{ kind: 'badNumber', row: 2, value: '第一' }, [HEADS, row({ 置顶: '第一' })]],
    [
      { kind: 'tooLong', row: 3, limit: PHRASE_LIMITS.characters },
      [HEADS, row({}), row({ 内容: '长'.repeat(4_999), 内容2: '长长' })],
    ],
    [{ kind: 'longName', row: 2, limit: 20 }, [HEADS, row({ 短码: '长'.repeat(21) })]],
    [
      { kind: 'tooManyRows', row: 5_002, limit: TABLE_LIMITS.rows },
      [['内容'], ...Array.from({ length: 5_001 }, () => ['您好'])],
    ],
  ] as const)('is refused as a whole: %j', (problem, rows) => {
    expect(problemOf(...rows)).toEqual(problem);
  });
});
