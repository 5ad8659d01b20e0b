import * as z from 'zod';
import { SeededRandom } from '../seeded.ts';
import { replyFrame } from './frames.ts';
import type { BusinessHeard, ReferenceGateway } from './gateway.ts';

const buyerSaidSchema = z.object({
  type: z.literal('message'),
  content: z.string(),
  msg_type: z.string().optional(),
  sender: z.object({ id: z.string().min(1) }),
  timestamp: z.number().optional(),
});

/** What a buyer said longer ago is left to people: an answer would come out of the blue. */
const ANSWERS_WITHIN_MS = 60_000;

/** First match answers; the last one always matches. */
const ANSWERS: readonly { readonly to: RegExp; readonly say: readonly string[] }[] = [
  {
    to: /发货|什么时候|多久|几天|快递/u,
    say: ['亲,16 点前付款当天发出,之后的次日发出,请放心~', '您好,这款现货,今天安排发出,默认中通。'],
  },
  {
    to: /尺码|多大|码|穿|偏大|偏小/u,
    say: [
      '亲,这款是正常码,按平时尺码选就可以~',
      '您好,建议对照详情页尺码表,介于两码之间选大一码。',
    ],
  },
  {
    to: /颜色|色差|不一样/u,
    say: ['非常抱歉给您带来困扰,因拍摄光线略有色差,支持七天无理由退换。'],
  },
  { to: /发票/u, say: ['亲,在订单详情里点击“申请开票”,一般 24 小时内开好。'] },
  { to: /优惠|券|便宜|满减|活动/u, say: ['亲,店铺首页可以领满 199 减 20 的券,下单自动抵扣哦~'] },
  { to: /退款|退货|换货|退/u, say: ['亲,支持七天无理由,您在订单里提交申请,我们会尽快审核。'] },
  {
    to: /在吗|你好|有人/u,
    say: ['您好!我是智能客服,很高兴为您服务。', '在的亲,请问有什么可以帮您?'],
  },
  { to: /[\s\S]*/u, say: ['好的亲,已经为您记录,马上为您核实。', '收到,请稍等,我帮您看一下~'] },
];

const BY_TYPE: Readonly<Record<string, string>> = {
  image: '亲,图片已经收到,我马上帮您核对一下。',
  video: '亲,视频已经收到,稍后给您答复。',
  product_card: '亲,您看中的这款有现货,喜欢可以放心下单~',
  order_card: '亲,已经看到您的订单,正在为您查询进度。',
};

/**
 * The back office's AI: answers each buyer message of an enabled shop once, 0.3 to 1.5 s after it was heard.
 * What was said more than a minute ago is left to people. What it says depends on the seed, the buyer, the words and their place in the conversation, never on the time.
 */
export class ScriptedReplies {
  readonly #gateway: Pick<ReferenceGateway, 'notify'>;
  readonly #seed: string;
  readonly #now: () => number;
  readonly #enabled = new Set<string>();
  readonly #heard = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stopListening: () => void;

  constructor(
    gateway: Pick<ReferenceGateway, 'onBusiness' | 'notify'>,
    seed: string,
    now: () => number,
  ) {
    this.#now = now;
    this.#gateway = gateway;
    this.#seed = seed;
    this.#stopListening = gateway.onBusiness((heard) => this.#listen(heard));
  }

  setEnabled(storeId: string, isEnabled: boolean): void {
    if (isEnabled) this.#enabled.add(storeId);
    else this.#enabled.delete(storeId);
  }

  isEnabled(storeId: string): boolean {
    return this.#enabled.has(storeId);
  }

  close(): void {
    this.#stopListening();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #listen({ storeId, frame }: BusinessHeard): void {
    if (!this.#enabled.has(storeId)) return;
    const said = buyerSaidSchema.safeParse(frame);
    if (!said.success) return;
    const age = this.#now() - (said.data.timestamp ?? this.#now());
    if (age > ANSWERS_WITHIN_MS) return;
    const buyer = said.data.sender.id;
    const key = `${storeId}\u001f${buyer}`;
    const ordinal = (this.#heard.get(key) ?? 0) + 1;
    this.#heard.set(key, ordinal);
    const random = new SeededRandom(`${this.#seed} ${buyer} ${ordinal} ${said.data.content}`);
    const answer = answerTo(said.data.msg_type ?? 'text', said.data.content, random);
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#gateway.notify(replyFrame(storeId, buyer, answer));
      },
      random.between(300, 1500),
    );
    this.#timers.add(timer);
  }
}

const answerTo = (type: string, content: string, random: SeededRandom): string => {
  const byType = BY_TYPE[type];
  if (byType !== undefined) return byType;
  const match = ANSWERS.find(({ to }) => to.test(content));
  return random.pick(match?.say ?? ['您好!我是智能客服,很高兴为您服务。']);
};
