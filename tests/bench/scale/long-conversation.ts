import type { Write } from '../../../electron/core/ports/store.ts';
import { quietLog } from '../../../electron/platforms/testing/parts.ts';
import { openDatabase } from '../../../electron/storage/database.ts';
import { openOwn } from '../../../electron/storage/own-database.ts';
import { aConversation, aMessage } from '../../../renderer/state/testing/records.ts';
import { asBuyerPin, asMessageId, type ShopId } from '#shared/model/ids.ts';

/** The buyer of the long conversation; no other has this name. */
export const LONG_BUYER = '常来常往的老主顾';
const PIN = 'bench-long';
const BATCH = 8_000;
const APART_MS = 20_000;
const WORDS = [
  '在吗',
  '您好，请问还有现货吗？',
  '亲，现货充足，今天 16 点前下单当天发出，默认发顺丰。',
  '好的，谢谢',
  '这个颜色和详情页上看起来不太一样，我收到的偏红一点，能不能换一个？不行的话我就退了。',
  '抱歉给您带来困扰，我这边为您申请换货，快递员明天上午会联系您取件，运费由我们承担，您看可以吗？',
] as const;

const writesOf = function* (shopId: ShopId, count: number, after: number): Generator<Write> {
  const buyerPin = asBuyerPin(PIN);
  const now = Date.now();
  const row = aConversation(PIN, { shopId, buyerName: LONG_BUYER, lastOrderAt: now });
  yield { put: 'conversation', row };
  for (let index = 0; index < count; index += 1) {
    const at = now - (count - index) * APART_MS;
    const isBuyer = index % 3 !== 0;
    yield {
      put: 'message',
      row: aMessage(`${PIN}-${String(index)}`, at, {
        messageId: asMessageId(`${PIN}-${String(index)}`),
        shopId,
        buyerPin,
        origin: isBuyer ? 'buyer' : 'backoffice',
        content: `${WORDS[index % WORDS.length] ?? ''} ${String(index)}`,
        arrival: after + index + 1,
        send: isBuyer ? null : { state: 'sent', reason: null, changedAt: at },
      }),
    };
  }
};

/** Puts one conversation of so many messages into a database. */
export const addLongConversation = (file: string, count: number): void => {
  const db = openDatabase(file);
  const own = openOwn(db, quietLog);
  try {
    const [shop] = own.repositories.shop.loadAll();
    if (shop === undefined) throw new Error('a past without shops');
    const after = db.prepare<[], number>('SELECT coalesce(max(arrival), 0) FROM message').pluck();
    let batch: Write[] = [];
    for (const write of writesOf(shop.shopId, count, after.get() ?? 0)) {
      batch.push(write);
      if (batch.length < BATCH) continue;
      own.transactions.run(batch);
      batch = [];
    }
    own.transactions.run(batch);
  } finally {
    own.close();
  }
};
