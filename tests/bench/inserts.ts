import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDatabase } from '../../electron/storage/database.ts';
import { CONVERSATION_SQL } from '../../electron/storage/repositories/conversation.ts';
import { GATEWAY_FRAME_ID_SQL } from '../../electron/storage/repositories/gateway-frame-id.ts';
import { MESSAGE_SQL } from '../../electron/storage/repositories/message.ts';

/** Rows for each frame: one message, its conversation, the gateway's message id. */
const ROWS_PER_FRAME = 3;
const START = 1_760_000_000_000;

export type InsertOptions = {
  /** Where the database file is made and removed; use the file system of the data folder that is compared. */
  readonly folder: string;
  readonly frames: number;
  /** Frames in one transaction. */
  readonly batch: number;
  readonly shops: number;
  readonly buyersPerShop: number;
  /** Length of a message's text in characters. */
  readonly textLength: number;
};

export const DEFAULT_INSERTS: Omit<InsertOptions, 'folder'> = {
  frames: 20_000,
  batch: 64,
  shops: 20,
  buyersPerShop: 50,
  textLength: 40,
};

type Frame = {
  readonly message: Readonly<Record<string, string | number | null>>;
  readonly conversation: Readonly<Record<string, string | number | null>>;
  readonly frameId: Readonly<Record<string, string | number>>;
};

const shopIdOf = (shop: number): string =>
  `00000000-0000-4000-8000-${String(shop).padStart(12, '0')}`;

/** What is bound for the `n`th back-office reply, made before the clock starts. */
const frameOf = (n: number, options: InsertOptions): Frame => {
  const shopId = shopIdOf(n % options.shops);
  const buyerPin = `buyer-${(n * 7919) % options.buyersPerShop}`;
  const id = `01999999-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const text = `${n} `.padEnd(options.textLength, '好');
  const at = START + n;
  return {
    message: {
      arrival: n + 1,
      message_id: id,
      shop_id: shopId,
      buyer_pin: buyerPin,
      origin: 'backoffice',
      type: 'text',
      content: text,
      card: null,
      notice: null,
      order_at: at,
      sent_at: at,
      platform_message_id: null,
      send_state: 'queued',
      send_reason: '{"code":"auto"}',
      send_changed_at: at,
      checksum: n,
    },
    conversation: {
      shop_id: shopId,
      buyer_pin: buyerPin,
      buyer_name: null,
      avatar_url: null,
      mode: '{"kind":"auto"}',
      waiting_since: null,
      answered_elsewhere_at: null,
      answered_arrival: null,
      unread: 0,
      last: JSON.stringify({ origin: 'backoffice', type: 'text', text, at, sendState: 'queued' }),
      pinned: null,
      transfer_question: null,
      draft: '',
      draftRevision: 0,
      starred: 0,
      closed: 0,
      first_seen_at: START,
      last_order_at: at,
      checksum: n,
    },
    frameId: { shop_id: shopId, frame_id: id, at, checksum: n },
  };
};

/**
 * The database's share alone: bare prepared statements into the app's own tables and indexes with the app's own
 * pragmas (synchronous=FULL), in this thread, rows made beforehand. Reference of `npm run bench -- ingest`.
 */
export const measureInserts = async (
  options: InsertOptions,
): Promise<{ readonly framesPerSecond: number; readonly rowsPerSecond: number }> => {
  const folder = await mkdtemp(join(options.folder, 'duodian-inserts-'));
  const db = openDatabase(join(folder, 'inserts.db'));
  try {
    const putShop = db.prepare(
      `INSERT INTO shop (shop_id, color, position, state_kind, state_since, capabilities, text_limit, default_mode)
       VALUES (?, '#000000', 0, 'idle', 0, '[]', 500, 'auto')`,
    );
    for (let shop = 0; shop < options.shops; shop += 1) putShop.run(shopIdOf(shop));
    const putMessage = db.prepare(MESSAGE_SQL.put);
    const putConversation = db.prepare(CONVERSATION_SQL.put);
    const putFrameId = db.prepare(GATEWAY_FRAME_ID_SQL.put);
    const insertAll = db.transaction((batch: readonly Frame[]) => {
      for (const frame of batch) {
        putMessage.run(frame.message);
        putConversation.run(frame.conversation);
        putFrameId.run(frame.frameId);
      }
    });
    const frames = Array.from({ length: options.frames }, (_, n) => frameOf(n, options));
    const startedMs = performance.now();
    for (let from = 0; from < frames.length; from += options.batch) {
      insertAll.immediate(frames.slice(from, from + options.batch));
    }
    const seconds = (performance.now() - startedMs) / 1000;
    const stored = db.prepare<[], number>('SELECT count(*) FROM message').pluck().get();
    if (stored !== options.frames) throw new Error(`only ${stored} messages were stored`);
    const framesPerSecond = options.frames / seconds;
    return { framesPerSecond, rowsPerSecond: framesPerSecond * ROWS_PER_FRAME };
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
};
