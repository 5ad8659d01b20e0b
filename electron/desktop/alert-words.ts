import type { Tally } from '../alerts/tally.ts';
import { buyerLabel, type Conversation } from '#shared/model/conversation.ts';
import { plainName } from '#shared/model/plain-text.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { DesktopTexts } from './texts.ts';

const LONGEST_NAME = 24;
const LONGEST_WORDS = 60;
/** More names than these are a number. */
const MOST_SHOPS = 3;

const CHARACTERS = new Intl.Segmenter();

const MARKUP: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '&': '＆' };

/**
 * Foreign text for a notification: on one line, without what is not seen (SE4), and without signs that some desktops of Linux read as
 * markup; where they read none, an escaped sign would be shown as its name.
 */
const foreign = (text: string, longest: number): string => {
  const plain = plainName(text).replaceAll(/[<>&]/gu, (sign) => MARKUP[sign] ?? '');
  const letters = Array.from(CHARACTERS.segment(plain), ({ segment }) => segment);
  return letters.length <= longest ? plain : `${letters.slice(0, longest).join('')}…`;
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `02:10`, from an hour on `1:02:10`. */
const durationText = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
};

/** One of the texts with its numbers and names in their places. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));

/** `3 位买家等待，1 位超时`: the line of the tray and of its menu. */
export const countLine = ({ waiting, overdue }: Tally, texts: DesktopTexts): string => {
  if (waiting === 0) return texts.nobodyWaits;
  const counted = filled(texts.someWait, { waiting });
  return overdue === 0 ? counted : counted + filled(texts.someOverdue, { overdue });
};

const shopName = ({ alias, name }: Pick<Shop, 'alias' | 'name'>, texts: DesktopTexts): string =>
  foreign(alias ?? '', LONGEST_NAME) || foreign(name ?? '', LONGEST_NAME) || texts.unnamedShop;

const saidBy = (row: Conversation, shop: Shop | null, texts: DesktopTexts): string => {
  const who = filled(texts.buyerOfShop, {
    shop: shop === null ? texts.unnamedShop : shopName(shop, texts),
    buyer: foreign(buyerLabel(row), LONGEST_NAME),
  });
  const { last } = row;
  if (last === null || last.origin !== 'buyer' || last.type !== 'text') return who;
  return `${who}${texts.says}${foreign(last.text, LONGEST_WORDS)}`;
};

const shopsLine = (shops: readonly Shop[], showWords: boolean, texts: DesktopTexts): string => {
  if (!showWords) return filled(texts.shopsInNeed, { count: shops.length });
  const names = shops.slice(0, MOST_SHOPS).map((shop) => shopName(shop, texts));
  const more = shops.length > names.length ? '…' : '';
  return filled(texts.namedShopsInNeed, { names: names.join(texts.and) + more });
};

/**
 * What the one notification says. Without `showWords` it counts and names nobody: a notification is read by whoever passes the screen.
 */
export const noticeWords = (
  tally: Tally,
  known: {
    readonly texts: DesktopTexts;
    readonly showWords: boolean;
    readonly shopOf: (row: Conversation) => Shop | null;
  },
): { readonly title: string; readonly body: string } => {
  const { texts, showWords } = known;
  const { waiting, overdue, longestMs, mostUrgent, shopsInNeed } = tally;
  const shops = shopsInNeed.length === 0 ? [] : [shopsLine(shopsInNeed, showWords, texts)];
  if (waiting === 0) return { title: shops.join(''), body: texts.openToSee };
  const title = filled(texts.waitLongest, { waiting, longest: durationText(longestMs) });
  const late = overdue === 0 ? [] : [filled(texts.overdueLine, { overdue })];
  const said =
    showWords && mostUrgent !== null ? [saidBy(mostUrgent, known.shopOf(mostUrgent), texts)] : [];
  const lines = [...said, ...late, ...shops];
  return { title, body: lines.length === 0 ? texts.openUrgent : lines.join('\n') };
};
