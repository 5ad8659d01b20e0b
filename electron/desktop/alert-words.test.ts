import { describe, expect, it } from 'vitest';
import type { Tally } from '../alerts/tally.ts';
import { conversationRow, shopRow } from '../storage/testing/rows.ts';
import { countLine, noticeWords } from './alert-words.ts';
import { textsIn } from './texts.ts';
import type { Conversation } from '#shared/model/conversation.ts';

const NOBODY: Tally = {
  waiting: 0,
  overdue: 0,
  longestMs: 0,
  mostUrgent: null,
  callers: [],
  late: [],
  shopsInNeed: [],
};

const said = (text: string, change: Partial<Conversation> = {}): Conversation =>
  conversationRow({
    buyerName: '林小满',
    last: { origin: 'buyer', type: 'text', text, at: 0, sendState: null },
    ...change,
  });

const words = (tally: Partial<Tally>, showWords = false, language: 'zh-CN' | 'en' = 'zh-CN') =>
  noticeWords(
    { ...NOBODY, ...tally },
    { texts: textsIn(language), showWords, shopOf: () => shopRow() },
  );

const THREE = { waiting: 3, longestMs: 130_000, mostUrgent: said('在吗') };

describe('the notification', () => {
  it('counts, and names nobody', () => {
    expect(words(THREE)).toEqual({
      title: '3 位买家等待，最长 02:10',
      body: '点击打开最急的会话',
    });
    expect(words({ ...THREE, overdue: 1, shopsInNeed: [shopRow(), shopRow()] }).body).toBe(
      '1 位已超时\n2 家店铺需要处理',
    );
    expect(words(THREE, false, 'en').title).toBe('Buyers waiting: 3, longest 02:10');
    expect(words({ ...THREE, longestMs: 3_725_000 }).title).toContain('1:02:05');
  });

  it('names the most urgent buyer where that is chosen', () => {
    expect(words(THREE, true).body).toBe('花间小铺 · 林小满：在吗');
    const picture = said('https://x/y.png');
    const last = { ...picture.last, type: 'image' } as Conversation['last'];
    expect(words({ ...THREE, mostUrgent: { ...picture, last } }, true).body).toBe(
      '花间小铺 · 林小满',
    );
  });

  it('tells of shops alone', () => {
    const shops = [shopRow({ alias: '山野' }), shopRow({ alias: null, name: null })];
    expect(words({ shopsInNeed: shops })).toEqual({ title: '2 家店铺需要处理', body: '点击查看' });
    expect(words({ shopsInNeed: shops }, true).title).toBe('需要处理的店铺：山野、未命名店铺');
  });

  it('[SE4] gives a buyer no markup, no direction, no second line and no length', () => {
    const hostile = said(`<a href="https://x">点\u202e我</a>\n&amp;${'长'.repeat(500)}`, {
      buyerName: '<b>客服\u2066</b>{shop}',
    });
    const { body } = words({ ...THREE, mostUrgent: hostile }, true);
    expect(body).toMatch(
      /^花间小铺 · ＜b＞客服＜\/b＞\{shop\}：＜a href="https:\/\/x"＞点我＜\/a＞ ＆amp;长+…$/u,
    );
    expect(body.length).toBeLessThan(110);
  });
});

it('the line of the tray counts', () => {
  const line = (tally: Partial<Tally>): string =>
    countLine({ ...NOBODY, ...tally }, textsIn('zh-CN'));
  expect(line({})).toBe('没有买家等待');
  expect(line({ waiting: 3 })).toBe('3 位买家等待');
  expect(line({ waiting: 3, overdue: 1 })).toBe('3 位买家等待，1 位超时');
});
