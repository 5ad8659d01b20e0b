import { PHOTOS } from '../media/pictures.ts';
import type { SeededRandom } from '../seeded.ts';
import { cardOf, digits, type Goods } from './goods.ts';
import {
  CITIES,
  CLOSINGS,
  COLORS,
  COURIERS,
  GREETINGS,
  SIZES,
  type Topic,
  TOPICS,
  UNKNOWN_KINDS,
} from './topics.ts';
import type { Message } from '#shared/model/message.ts';

/** What a message says. */
export type Said = Pick<Message, 'type' | 'content' | 'card'>;

/** What a conversation is about at present. */
export type Matter = {
  readonly topic: Topic;
  readonly goods: Goods;
  readonly orderId: string;
  /** Place of the line that was said last, so that nobody says the same twice in a row. */
  lastLine: number;
};

const text = (content: string): Said => ({ type: 'text', content, card: null });

/** The form of the spec's example (4.5): a date, a dash, fifteen digits. */
const orderNumber = (at: number, random: SeededRandom): string => {
  const day = new Date(at).toISOString().slice(2, 10).replaceAll('-', '');
  return `${day}-${digits(15, random)}`;
};

export const newMatter = (goods: readonly Goods[], at: number, random: SeededRandom): Matter => ({
  topic: random.pick(TOPICS),
  goods: random.pick(goods),
  orderId: orderNumber(at, random),
  lastLine: random.between(0, 9),
});

/** Another line than the last one, filled in. */
const nextLine = (lines: readonly string[], matter: Matter, random: SeededRandom): string => {
  matter.lastLine = (matter.lastLine + random.between(1, lines.length - 1)) % lines.length;
  return fill(lines[matter.lastLine] ?? '', matter, random);
};

const fill = (template: string, matter: Matter, random: SeededRandom): string =>
  template.includes('{')
    ? template.replaceAll(/\{(.+?)\}/gu, (_, slot: string) => valueOf(slot, matter, random))
    : template;

const valueOf = (slot: string, { goods, orderId }: Matter, random: SeededRandom): string => {
  switch (slot) {
    case '单号':
      return orderId;
    case '货号':
      return goods.goodsId;
    case '商品':
      return goods.short;
    case '运单':
      return `${random.pick(['SF', 'YT', 'JT', 'ZTO'])}${digits(12, random)}`;
    case '税号':
      return `91${digits(16, random)}`;
    case '城市':
      return random.pick(CITIES);
    case '快递':
      return random.pick(COURIERS);
    case '色':
      return random.pick(COLORS);
    case '码':
      return random.pick(SIZES);
    case '天':
      return String(random.between(2, 15));
    case '时':
      return String(random.between(12, 21));
    case '数':
      return String(random.between(2, 60));
    case '元':
      return String(random.between(3, 300));
    default:
      throw new RangeError(`nobody knows {${slot}}`);
  }
};

const pictured = (type: 'image' | 'video', media: string, random: SeededRandom): Said => ({
  type,
  content: type === 'video' ? `${media}/sample.webm` : `${media}/${random.pick(PHOTOS)}`,
  card: null,
});

export const buyerSays = (
  matter: Matter,
  isFirst: boolean,
  media: string,
  random: SeededRandom,
): Said => {
  const share = random.next();
  if (isFirst && share < 0.25) return text(random.pick(GREETINGS));
  if (share > 0.985) return { type: 'unknown', content: random.pick(UNKNOWN_KINDS), card: null };
  if (share > 0.975) return pictured('video', media, random);
  if (share > 0.915) return pictured('image', media, random);
  const { goods, orderId } = matter;
  if (share > 0.86) {
    return { type: 'product_card', content: goods.link, card: cardOf(goods, null) };
  }
  if (share > 0.8) {
    const content = `商品id:${goods.goodsId} 订单号:${orderId}`;
    return { type: 'order_card', content, card: cardOf(goods, orderId) };
  }
  return text(nextLine(matter.topic.asked, matter, random));
};

export const buyerCloses = (random: SeededRandom): Said => text(random.pick(CLOSINGS));

export const ourSideSays = (matter: Matter, media: string, random: SeededRandom): Said =>
  random.next() > 0.97
    ? pictured('image', media, random)
    : text(nextLine(matter.topic.answered, matter, random));

/** In words of a person, for a draft or a suggestion. */
export const wordsFor = (matter: Matter, random: SeededRandom): string =>
  nextLine(matter.topic.answered, matter, random);
