import { crc32 } from 'node:zlib';

/** What a column can hold; the tables have no blobs. */
export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

type Shape = {
  /** As they stand in the file, without `checksum`, which is always the last. */
  readonly columns: readonly string[];
  /** The column that is the table's rowid, null for WITHOUT ROWID and for tables whose rowid is nobody's. */
  readonly rowid: string | null;
  readonly key: readonly string[];
  /** The migration that made the table; missing for those of the first version. */
  readonly since?: number;
};

/** Every table of the newest version, in an order in which rows can be filled in. */
export const TABLES = {
  shop: {
    columns: [
      'shop_id',
      'platform',
      'name',
      'alias',
      'color',
      'position',
      'state_kind',
      'state_since',
      'state_because',
      'state_link',
      'capabilities',
      'adapter_version',
      'text_limit',
      'default_mode',
      'last_heard_at',
    ],
    rowid: null,
    key: ['shop_id'],
  },
  conversation: {
    columns: [
      'shop_id',
      'buyer_pin',
      'buyer_name',
      'avatar_url',
      'mode',
      'waiting_since',
      'answered_elsewhere_at',
      'answered_arrival',
      'unread',
      'last',
      'pinned',
      'transfer_question',
      'draft',
      'starred',
      'closed',
      'first_seen_at',
      'last_order_at',
    ],
    rowid: null,
    key: ['shop_id', 'buyer_pin'],
  },
  suggestion: {
    columns: [
      'shop_id',
      'buyer_pin',
      'place',
      'suggestion_id',
      'type',
      'content',
      'received_at',
      'why',
    ],
    rowid: null,
    key: ['shop_id', 'buyer_pin', 'place'],
  },
  message: {
    columns: [
      'arrival',
      'message_id',
      'shop_id',
      'buyer_pin',
      'origin',
      'type',
      'content',
      'card',
      'notice',
      'order_at',
      'sent_at',
      'platform_message_id',
      'send_state',
      'send_reason',
      'send_changed_at',
    ],
    rowid: 'arrival',
    key: ['arrival'],
  },
  staff_list: {
    columns: ['shop_id', 'updated_at'],
    rowid: null,
    key: ['shop_id'],
  },
  staff: {
    columns: ['shop_id', 'place', 'staff_id', 'name', 'status', 'department', 'online'],
    rowid: null,
    key: ['shop_id', 'place'],
  },
  settings: { columns: ['one', 'value'], rowid: 'one', key: ['one'] },
  shop_notice: {
    columns: [
      'notice_id',
      'shop_id',
      'buyer_pin',
      'at',
      'words',
      'link',
      'link_problem',
      'ended_how',
      'ended_at',
    ],
    rowid: null,
    key: ['notice_id'],
    since: 100,
  },
  outage: { columns: ['from_at', 'to_at'], rowid: 'from_at', key: ['from_at'] },
  outbox: {
    columns: ['outbox_seq', 'shop_id', 'frame'],
    rowid: 'outbox_seq',
    key: ['outbox_seq'],
  },
  set_aside: {
    columns: ['shop_id', 'message_id', 'at', 'reason', 'frame'],
    rowid: null,
    key: ['shop_id', 'message_id'],
    since: 110,
  },
  gateway_frame_id: {
    columns: ['shop_id', 'frame_id', 'at'],
    rowid: null,
    key: ['shop_id', 'frame_id'],
  },
  quarantine: {
    columns: ['quarantine_seq', 'at', 'reason', 'bytes', 'preview'],
    rowid: 'quarantine_seq',
    key: ['quarantine_seq'],
  },
  phrase: {
    columns: [
      'phrase_id',
      'scope',
      'group_name',
      'code',
      'parts',
      'place',
      'used_count',
      'used_at',
    ],
    rowid: null,
    key: ['phrase_id'],
    since: 160,
  },
} as const satisfies Readonly<Record<string, Shape>>;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** Whether a file of that version (`user_version`) has the table. */
export const isTableOf = (version: number, table: TableName): boolean => {
  const shape: Shape = TABLES[table];
  return (shape.since ?? 0) <= version;
};

/** Stands in no number, and in a text only where somebody means to deceive: damage is blind. */
const END_OF_CELL = '\u001f';
const NULL = '\u0000';

const checksumOfText = (text: string, salt: number): number => (crc32(text) ^ salt) | 0;

/** As `Checksums.of`, over cells in the order of the table's columns: for SQL. */
export const checksumOfCells = (table: string, cells: readonly Cell[], salt: number): number => {
  let text = table + END_OF_CELL;
  for (const cell of cells) text += (cell ?? NULL) + END_OF_CELL;
  return checksumOfText(text, salt);
};

/**
 * The checksum that each row carries: a CRC of its table's name and its cells, mixed with a number that each database
 * has of its own (`salt`), so that a row of another database does not fit either. Half of all random overwrites pass
 * SQLite's own check, because a changed text is still a text. 32 bits, signed: four bytes in the file.
 */
export class Checksums {
  readonly salt: number;

  constructor(salt: number) {
    this.salt = salt;
  }

  of(table: TableName, row: Row): number {
    let text: string = table + END_OF_CELL;
    for (const column of TABLES[table].columns) text += (row[column] ?? NULL) + END_OF_CELL;
    return checksumOfText(text, this.salt);
  }

  /** The row itself, which now carries its checksum. */
  sealed<Plain extends Row>(table: TableName, row: Plain): Plain & { readonly checksum: number } {
    return Object.assign(row, { checksum: this.of(table, row) });
  }

  /** False for a row that is not as it was written, and for one that was never given a checksum. */
  fits(table: TableName, row: Row): boolean {
    return row['checksum'] === this.of(table, row);
  }
}
