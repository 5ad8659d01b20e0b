import { firstTables } from './010-first-tables.ts';
import { rowChecksums } from './020-row-checksums.ts';
import { shopReasons } from './070-shop-reasons.ts';
import { sendReasons } from './080-send-reasons.ts';
import { answeredIsKnown } from './090-answered-is-known.ts';
import { shopNotices } from './100-shop-notices.ts';
import { setAside } from './110-set-aside.ts';
import { quarantineReasons } from './120-quarantine-reasons.ts';
import { search } from './130-search.ts';
import { inboxPages } from './150-inbox-pages.ts';
import { phrases } from './160-phrases.ts';
import type { Migration } from './migration.ts';

/** All of them, ascending. */
export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  rowChecksums,
  shopReasons,
  sendReasons,
  answeredIsKnown,
  shopNotices,
  setAside,
  quarantineReasons,
  search,
  inboxPages,
  phrases,
];
