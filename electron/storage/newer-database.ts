import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Log, StoredState } from '../core/ports.ts';
import type { Connection } from './database.ts';
import { storageError } from './errors.ts';
import type { OpenOperations } from './operations.ts';
import { ConversationRepository } from './repositories/conversation.ts';
import { MessageRepository } from './repositories/message.ts';
import { OutageRepository } from './repositories/outage.ts';
import { OutboxRepository } from './repositories/outbox.ts';
import { QuarantineRepository } from './repositories/quarantine.ts';
import type { RepositoryParts } from './repositories/repositories.ts';
import { SetAsideRepository } from './repositories/set-aside.ts';
import { SettingsRepository } from './repositories/settings.ts';
import { ShopNoticeRepository } from './repositories/shop-notice.ts';
import { ShopRepository } from './repositories/shop.ts';
import { StaffRepository } from './repositories/staff.ts';
import { RowReader } from './row-reader.ts';
import { Checksums } from './tables.ts';

const NOTHING: StoredState = {
  shops: [],
  conversations: [],
  staffLists: [],
  settings: null,
  openNotices: [],
  outages: [],
  openSends: [],
  lastArrival: 0,
  pendingFrames: 0,
  quarantinedFrames: 0,
  setAside: [],
};

type Place = { readonly db: Connection; readonly leave: () => void };

const SIDE_FILES = ['-wal', '-shm'] as const;

/** Reads where the file is; SQLite makes side files while it reads, and none of them stays that was not there. */
const openInPlace = (file: string): Place => {
  const made = SIDE_FILES.map((suffix) => file + suffix).filter((side) => !existsSync(side));
  const db = new Database(file, { readonly: true, fileMustExist: true });
  const leave = (): void => {
    for (const side of made) rmSync(side, { force: true });
  };
  try {
    db.pragma('user_version');
    return { db, leave };
  } catch (error) {
    db.close();
    leave();
    throw error;
  }
};

/** For a folder in which SQLite may not even make its side files. */
const openCopy = (file: string): Place => {
  const folder = mkdtempSync(path.join(tmpdir(), 'duodian-newer-'));
  const copy = path.join(folder, 'copy.sqlite');
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  return {
    db: new Database(copy),
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const openForReading = (file: string): Place => {
  try {
    return openInPlace(file);
  } catch {
    return openCopy(file);
  }
};

/**
 * ST3: the database of a newer app, to look at and never to write. Its tables are read as far as they are like ours; what
 * is not is empty, and named in the log. Checksums are not asked: the newer app may compute them in another way.
 */
export const openNewer = (
  file: string,
  log: Log,
): { readonly operations: OpenOperations; readonly db: Connection; readonly guard: null } => {
  const { db, leave } = openForReading(file);
  const parts: RepositoryParts = {
    db,
    rows: new RowReader(log, null),
    checksums: new Checksums(0),
  };
  const attempt = <Answer>(what: string, otherwise: Answer, read: () => Answer): Answer => {
    try {
      return read();
    } catch (error) {
      log.warn('storage.newerNotRead', {
        what,
        message: error instanceof Error ? error.message : '',
      });
      return otherwise;
    }
  };
  const open = <Rows>(what: string, make: (parts: RepositoryParts) => Rows): Rows | null =>
    attempt(what, null, () => make(parts));
  const shops = open('shop', (all) => new ShopRepository(all));
  const conversations = open('conversation', (all) => new ConversationRepository(all));
  const messages = open('message', (all) => new MessageRepository(all));
  const staff = open('staff', (all) => new StaffRepository(all));
  const notices = open('shop_notice', (all) => new ShopNoticeRepository(all));
  const settings = open('settings', (all) => new SettingsRepository(all));
  const outages = open('outage', (all) => new OutageRepository(all));
  const outbox = open('outbox', (all) => new OutboxRepository(all));
  const quarantine = open('quarantine', (all) => new QuarantineRepository(all));
  const setAside = open('set_aside', (all) => new SetAsideRepository(all));
  const refuse = (): never => {
    throw storageError('storage.newer', '');
  };
  const operations: OpenOperations = {
    load: () => ({
      ...NOTHING,
      shops: attempt('shop', [], () => shops?.loadAll() ?? []),
      conversations: attempt('conversation', [], () => conversations?.loadAll() ?? []),
      staffLists: attempt('staff', [], () => staff?.loadAll() ?? []),
      settings: attempt('settings', null, () => settings?.load() ?? null),
      openNotices: attempt('shop_notice', [], () => notices?.loadOpen() ?? []),
      outages: attempt('outage', [], () => outages?.loadNewest() ?? []),
      openSends: attempt('message', [], () => messages?.loadOpenSends() ?? []),
      lastArrival: attempt('message', 0, () => messages?.lastArrival() ?? 0),
      pendingFrames: attempt('outbox', 0, () => outbox?.count() ?? 0),
      quarantinedFrames: attempt('quarantine', 0, () => quarantine?.count() ?? 0),
      setAside: attempt('set_aside', [], () => setAside?.loadAll() ?? []),
    }),
    // What is known decides what is written, and nothing is.
    lookUp: refuse,
    commit: refuse,
    mend: () => undefined,
    loadMessages: (ref, before, limit) =>
      attempt('message', { messages: [], hasOlder: false }, () =>
        messages === null
          ? { messages: [], hasOlder: false }
          : messages.loadPage(ref, before, limit),
      ),
    // The gateway is not served from a file that cannot remember what it was given.
    loadOutbox: () => [],
    loadNotices: (shopId) => attempt('shop_notice', [], () => notices?.loadOfShop(shopId) ?? []),
    loadQuarantine: () => attempt('quarantine', [], () => quarantine?.loadNewest() ?? []),
    close: () => {
      db.close();
      leave();
    },
    takeDamaged: () => 0,
    lastOutboxSeq: () => 0,
    countRows: () => 0,
  };
  return { operations, db, guard: null };
};
