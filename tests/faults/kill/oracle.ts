import { HELD_REPLY } from '#shared/model/message.ts';
import { copyFile, rm } from 'node:fs/promises';
import { openDatabase, type Connection } from '../../../electron/storage/database.ts';
import { conversationKey } from '#shared/model/ids.ts';
import type { SystemLine } from '#shared/model/message.ts';
import type { BackOffice } from './back-office.ts';
import type { Platform } from './platform.ts';

const HELD = JSON.stringify(HELD_REPLY);

/** What the app called durable before it was killed. */
export type Acknowledged = {
  /** Platform ids of messages. */
  readonly taken: Set<string>;
  /** Contents of back-office replies, and of replies of the agent. */
  readonly replies: Set<string>;
  /** Ids of the gateway's frames. */
  readonly frameIds: Set<string>;
};

type Row = {
  readonly message_id: string;
  readonly shop_id: string;
  readonly buyer_pin: string;
  readonly origin: string;
  readonly content: string;
  readonly platform_message_id: string | null;
  readonly send_state: string | null;
  readonly send_reason: string | null;
};

/** The database as the next start would find it; the file itself is left with its write-ahead log as it is. */
const withCopy = async <Value>(file: string, read: (db: Connection) => Value): Promise<Value> => {
  const copy = `${file}.copy`;
  // A process that was killed early has made neither; what it had promised is then missed in an empty database.
  for (const part of ['', '-wal'])
    await copyFile(`${file}${part}`, `${copy}${part}`).catch(() => undefined);
  const db = openDatabase(copy);
  // What happens to a copy need not last.
  db.pragma('synchronous = OFF');
  try {
    return read(db);
  } finally {
    db.close();
    await Promise.all([copy, `${copy}-wal`, `${copy}-shm`].map((one) => rm(one, { force: true })));
  }
};

const duplicatesIn = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

type Found = {
  readonly rows: readonly Row[];
  /** `message_id`s of the frames that wait for the gateway. */
  readonly waiting: ReadonlySet<string>;
  readonly frameIds: ReadonlySet<string>;
  readonly suggestions: readonly string[];
  /** The staff member whom the agent is asked about, by conversation. */
  readonly asked: ReadonlyMap<string, string>;
  readonly systemLines: readonly { readonly key: string; readonly line: SystemLine }[];
  readonly integrity: unknown;
};

const readAll = (db: Connection): Found => ({
  rows: db.prepare<[], Row>('SELECT * FROM message').all(),
  waiting: new Set(
    db.prepare<[], string>(`SELECT json_extract(frame, '$.message_id') FROM outbox`).pluck().all(),
  ),
  // Behind the back office's own id stands what tells two frames of one id apart (GW11).
  frameIds: new Set(
    db
      .prepare<[], string>('SELECT frame_id FROM gateway_frame_id')
      .pluck()
      .all()
      .map((kept) => kept.slice(0, kept.lastIndexOf('#'))),
  ),
  suggestions: db.prepare<[], string>('SELECT content FROM suggestion').pluck().all(),
  asked: new Map(
    db
      .prepare<[], { key: string; staff: string }>(
        `SELECT shop_id || char(31) || buyer_pin AS key, transfer_question ->> 'staffName' AS staff
         FROM conversation WHERE transfer_question IS NOT NULL`,
      )
      .all()
      .map(({ key, staff }) => [key, staff]),
  ),
  systemLines: db
    .prepare<[], { key: string; notice: string }>(
      `SELECT shop_id || char(31) || buyer_pin AS key, notice FROM message WHERE notice IS NOT NULL`,
    )
    .all()
    .map(({ key, notice }) => ({ key, line: JSON.parse(notice) as SystemLine })),
  integrity: db.pragma('integrity_check', { simple: true }),
});

/**
 * Compares what each side saw. Every sentence that comes back is a broken promise; an empty list is what must be.
 * `isCalm`: the app had all the time it needed, so nothing may be under way.
 */
export const findFaults = async (
  file: string,
  sides: {
    readonly platform: Platform;
    readonly office: BackOffice;
    readonly acknowledged: Acknowledged;
  },
  isCalm: boolean,
): Promise<readonly string[]> => {
  const found = await withCopy(file, readAll);
  return [
    ...(found.integrity === 'ok' ? [] : [`integrity_check: ${String(found.integrity)}`]),
    ...buyersFaults(found, sides, isCalm),
    ...repliesFaults(found, sides, isCalm),
    ...(isCalm ? transferFaults(found, sides) : []),
  ];
};

/** Each buyer's message: once in the database, under one id at the gateway, and on its way there or arrived. */
const buyersFaults = (
  { rows, waiting }: Found,
  { platform, office, acknowledged }: Parameters<typeof findFaults>[1],
  isCalm: boolean,
): readonly string[] => {
  const faults: string[] = [];
  const bought = rows.filter(({ origin }) => origin === 'buyer');
  for (const content of duplicatesIn(bought.map((row) => row.content)))
    faults.push(`${content} is in the database twice`);
  const platformIds = new Set(rows.map((row) => row.platform_message_id));
  for (const id of acknowledged.taken)
    if (!platformIds.has(id)) faults.push(`${id} was taken and is gone`);
  for (const row of bought) {
    const said = platform.said.get(row.content);
    if (said === undefined || conversationKey(said) !== `${row.shop_id}\u001f${row.buyer_pin}`)
      faults.push(`${row.content} is in a conversation where nobody said it`);
    const ids = office.heard.get(row.content);
    if (ids === undefined && !waiting.has(row.message_id))
      faults.push(`${row.content} neither waits for the gateway nor reached it`);
    if (ids !== undefined && !ids.has(row.message_id))
      faults.push(`${row.content} reached the gateway under another id`);
  }
  for (const [content, ids] of office.heard)
    if (ids.size !== 1) faults.push(`${content} reached the gateway as ${[...ids].join(' and ')}`);
  if (!isCalm) return faults;
  const stored = new Set(bought.map((row) => row.content));
  for (const content of platform.said.keys()) {
    if (!stored.has(content)) faults.push(`${content} was said and is not in the database`);
    if (!office.heard.has(content)) faults.push(`${content} never reached the gateway`);
  }
  for (const id of waiting) faults.push(`${id} still waits for the gateway`);
  return faults;
};

/** Each reply of the back office or the agent: never twice at the buyer, never gone, and in the end in one end. */
const repliesFaults = (
  { rows, frameIds, suggestions }: Found,
  { platform, office, acknowledged }: Parameters<typeof findFaults>[1],
  isCalm: boolean,
): readonly string[] => {
  const faults: string[] = [];
  const ours = rows.filter(
    (row) => row.origin !== 'buyer' && row.content !== '' && row.send_reason !== HELD,
  );
  for (const content of duplicatesIn([...ours.map((row) => row.content), ...suggestions]))
    faults.push(`${content} is shown twice`);
  for (const [content, times] of platform.delivered)
    if (times !== 1) faults.push(`${content} reached the buyer ${times} times`);
  const ends = new Map(ours.map((row) => [row.content, row.send_state ?? row.origin]));
  for (const content of suggestions) ends.set(content, 'held');
  for (const content of acknowledged.replies)
    if (!ends.has(content)) faults.push(`${content} was kept and is gone`);
  for (const id of acknowledged.frameIds)
    if (!frameIds.has(id)) faults.push(`frame ${id} was kept and is gone`);
  for (const content of platform.delivered.keys()) {
    const end = ends.get(content) ?? 'nowhere';
    // A killed life may have asked the platform and not have heard of it: sending, then unconfirmed, then proven.
    const possible = isCalm ? ['sent'] : ['sent', 'sending', 'unconfirmed'];
    if (!possible.includes(end)) faults.push(`${content} reached the buyer and is ${end}`);
  }
  if (!isCalm) return faults;
  for (const content of office.promised)
    if (!ends.has(content)) faults.push(`${content} was repeated until it arrived and is gone`);
  for (const [content, end] of ends)
    if (!['sent', 'unconfirmed', 'rejected', 'held'].includes(end))
      faults.push(`${content} ends ${end}`);
  return faults;
};

/**
 * Each wish of the back office came to an end that the agent can see (CV10), unless a later one took its place or the agent
 * gave the buyer away herself.
 */
const transferFaults = (
  { asked, systemLines }: Found,
  { platform, office }: Parameters<typeof findFaults>[1],
): readonly string[] => {
  const faults: string[] = [];
  for (const [id, times] of platform.transfers)
    if (times !== 1) faults.push(`transfer ${id} was made ${times} times`);
  const told = new Set(
    systemLines.map(({ line }) => ('staffName' in line ? line.staffName : null)),
  );
  const givenAway = new Set(
    systemLines
      .filter(({ line }) => line.code === 'transfer.done' && line.by === 'agent')
      .map(({ key }) => key),
  );
  const newest = new Map(office.wishes.map(({ ref, staff }) => [conversationKey(ref), staff.name]));
  for (const [key, name] of newest)
    if (!told.has(name) && asked.get(key) !== name && !givenAway.has(key))
      faults.push(`nobody knows of the wish for ${name}`);
  return faults;
};
