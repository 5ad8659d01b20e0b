import { HELD_REPLY } from '#shared/model/message.ts';
import Database from 'better-sqlite3';
import type { Ledger } from '../../e2e/sandbox-control.ts';
import type { Said } from './traffic.ts';

type Row = {
  readonly shop_id: string;
  readonly buyer_pin: string;
  readonly origin: string;
  readonly type: string;
  readonly content: string;
  readonly send_state: string | null;
  readonly send_reason: string | null;
};

export type Judged = {
  /** Each is a broken promise, or (before everything is quiet) still under way. */
  readonly differences: readonly string[];
  /** Every send whose end is not known, with what the buyer's ledger says about it. */
  readonly unconfirmed: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
};

/** One text in one conversation. */
const placeOf = (shop: string, pin: string, content: string): string =>
  `${shop} ${pin} ${JSON.stringify(content)}`;

const tally = (places: Iterable<string>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
};

/** A reply that was held lives on as a suggestion; when that is adopted it goes as a message of its own. */
const isHeld = (row: Row): boolean =>
  row.send_state === 'cancelled' && row.send_reason === JSON.stringify(HELD_REPLY);
/** Whom the frames of the fault `garbage` are for: the same words many times over. */
const OF_GARBAGE = 'nobody';

const readRows = (file: string): { readonly rows: Row[]; readonly held: string[] } => {
  const db = new Database(file, { readonly: true });
  try {
    const suggestions = db
      .prepare<[], Pick<Row, 'shop_id' | 'buyer_pin' | 'content'>>('SELECT * FROM suggestion')
      .all();
    return {
      rows: db.prepare<[], Row>('SELECT * FROM message').all(),
      held: suggestions.map((row) => placeOf(row.shop_id, row.buyer_pin, row.content)),
    };
  } finally {
    db.close();
  }
};

/** What buyers said against the database and against the back office's ledger. */
const buyersSide = (rows: readonly Row[], said: readonly Said[], ledger: Ledger): string[] => {
  const differences: string[] = [];
  const bought = rows.filter(({ origin }) => origin === 'buyer');
  const kept = tally(bought.map((row) => placeOf(row.shop_id, row.buyer_pin, row.content)));
  const typeOf = new Map(
    bought.map((row) => [placeOf(row.shop_id, row.buyer_pin, row.content), row.type]),
  );
  const told = new Map<string, Set<unknown>>();
  for (const frame of ledger.gateway.received) {
    if (frame.type !== 'message') continue;
    const { id } = frame['sender'] as { id: string };
    const place = placeOf(String(frame['store_id']), id, String(frame['content']));
    told.set(place, (told.get(place) ?? new Set()).add(frame['message_id']));
  }
  const known = new Set<string>();
  for (const { shop, pin, type, content } of said) {
    const place = placeOf(shop, pin, content);
    known.add(place);
    const times = kept.get(place) ?? 0;
    if (times !== 1) differences.push(`said once, ${times} times in the database: ${place}`);
    else if (typeOf.get(place) !== type)
      differences.push(`said as ${type}, kept as ${typeOf.get(place)}: ${place}`);
    const ids = told.get(place)?.size ?? 0;
    if (ids !== 1)
      differences.push(`said once, under ${ids} ids in the back office's ledger: ${place}`);
  }
  for (const place of kept.keys())
    if (!known.has(place)) differences.push(`in the database, never said: ${place}`);
  for (const place of told.keys())
    if (!known.has(place)) differences.push(`told to the back office, never said: ${place}`);
  return differences;
};

/** What reached buyers against what the database says of it. */
const shopsSide = (
  { rows, held }: ReturnType<typeof readRows>,
  queued: readonly Said[],
  ledger: Ledger,
): Pick<Judged, 'differences' | 'unconfirmed'> => {
  const differences: string[] = [];
  const unconfirmed: string[] = [];
  const reached = tally(
    Object.entries(ledger.platforms).flatMap(([shop, book]) =>
      Object.entries(book.buyers).flatMap(([pin, seen]) =>
        seen.filter(({ from }) => from === 'shop').map((one) => placeOf(shop, pin, one.content)),
      ),
    ),
  );
  const ours = rows.filter(
    (row) => row.send_state !== null && !isHeld(row) && row.buyer_pin !== OF_GARBAGE,
  );
  const known = new Set<string>();
  for (const row of ours) {
    const place = placeOf(row.shop_id, row.buyer_pin, row.content);
    if (known.has(place)) differences.push(`twice among what was sent: ${place}`);
    known.add(place);
    const times = reached.get(place) ?? 0;
    const why = row.send_reason === null ? '' : ` (${row.send_reason})`;
    switch (row.send_state) {
      case 'sent':
        if (times !== 1) differences.push(`sent, reached the buyer ${times} times: ${place}`);
        break;
      case 'unconfirmed':
        unconfirmed.push(
          `unconfirmed${why}, ${times === 0 ? 'did not reach the buyer' : 'reached the buyer'}: ${place}`,
        );
        if (times > 1) differences.push(`unconfirmed, reached the buyer ${times} times: ${place}`);
        break;
      case 'rejected':
      case 'cancelled':
        if (times !== 0)
          differences.push(`${row.send_state}${why}, reached the buyer ${times} times: ${place}`);
        break;
      case null:
        break;
      default:
        differences.push(`still ${row.send_state}: ${place}`);
    }
  }
  for (const [place, times] of reached)
    if (!known.has(place))
      differences.push(`reached the buyer ${times} times, not among what was sent: ${place}`);
  const heldTimes = tally(held);
  for (const { shop, pin, content } of queued) {
    const place = placeOf(shop, pin, content);
    if (!known.has(place) && !heldTimes.has(place))
      differences.push(`the agent's reply was queued and is gone: ${place}`);
  }
  for (const row of rows)
    if (row.origin === 'platform')
      differences.push(
        `shown as said elsewhere: ${placeOf(row.shop_id, row.buyer_pin, row.content)}`,
      );
  return { differences, unconfirmed };
};

/** Compares what each side saw: buyers' screens, the back office, the database file. */
export const compare = (
  file: string,
  sides: {
    readonly said: readonly Said[];
    readonly queued: readonly Said[];
    readonly ledger: Ledger;
  },
): Judged => {
  const read = readRows(file);
  const { differences, unconfirmed } = shopsSide(read, sides.queued, sides.ledger);
  const states = tally(
    read.rows.flatMap(({ send_state: state }) => (state === null ? [] : [state])),
  );
  return {
    differences: [...buyersSide(read.rows, sides.said, sides.ledger), ...differences],
    unconfirmed,
    counts: { suggestions: read.held.length, ...Object.fromEntries(states) },
  };
};
