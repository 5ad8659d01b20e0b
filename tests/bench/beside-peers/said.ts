/** What is said in the conversations that every page opens: the same words, lengths and sides for all of them. */
export type Said = {
  readonly key: string;
  readonly text: string;
  readonly isBuyer: boolean;
  /** Epoch ms. */
  readonly at: number;
};

/** Messages of each long conversation. */
export const LONG = 10_000;
/** Messages of conversation 0, which is opened between two long ones. */
export const SHORT = 3;
/** How many long conversations there are: 1, 2, … */
export const TALKS = 8;

const MINUTE_MS = 60_000;
const BEGAN = 1_760_000_000_000;
const WORDS = [
  '在吗',
  '您好，请问胡桃色三层的还有现货吗？',
  '亲，胡桃色三层现货充足，今天 16 点前下单当天发出，默认发顺丰，江浙沪次日达。',
  '好的',
  '这个颜色和详情页上看起来不太一样，我收到的偏红一点，能不能换一个？不行的话我就退了。',
  '抱歉给您带来困扰，我这边为您申请换货，快递员明天上午会联系您取件，新的货今天就会先发出，运费由我们承担，您看可以吗？',
  '可以',
  '单号发我一下',
] as const;

export const talkName = (talk: number): string => `买家${String(talk)}`;

/** How the probe finds a message again; it stands in the text. */
export const markOf = (talk: number, index: number): string => `⟦${String(talk)}·${String(index)}⟧`;

export const lengthOf = (talk: number): number => (talk === 0 ? SHORT : LONG);

/** The message with this index, oldest first; one beyond the length is one that is written now. */
export const said = (talk: number, index: number): Said => ({
  key: `${String(talk)}-${String(index)}`,
  text: `${WORDS[(index * 7 + talk) % WORDS.length] ?? ''} ${markOf(talk, index)}`,
  isBuyer: (index * 5) % 3 !== 0,
  at: BEGAN + talk * MINUTE_MS + index * MINUTE_MS,
});
