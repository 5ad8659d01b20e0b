import type { Message } from '#shared/model/message.ts';
import { NOTHING_FOUND } from '#shared/model/search.ts';
import type { Lookup, LookupAnswer, StoredState } from '../core/ports/store.ts';
import type { Transactions } from './commit.ts';
import { storageError } from './errors.ts';
import type { Repositories, RepositoryName } from './repositories/repositories.ts';
import type { Room } from './room.ts';
import { answerSearch } from './search/answer.ts';
import { sweep } from './sweep.ts';
import type { OperationName, StoreAnswer, StoreArguments } from './rpc.ts';

/** A file of ours or of a newer app, which may lack a table or have another one of that name. */
export type AnyFile = {
  /** What `read` answers; `otherwise` where the table cannot be read because the file is a newer app's (ST3). */
  ask<Name extends RepositoryName, Answer>(
    name: Name,
    otherwise: Answer,
    read: (from: Repositories[Name]) => Answer,
  ): Answer;
  /** Runs something; a damaged search index costs itself alone: it is begun anew, and what met it is done again. */
  withIndex<Answer>(reads: 'index' | 'rows', run: () => Answer): Answer;
};

/** A file of this version. */
export type OwnFile = AnyFile & {
  readonly repositories: Repositories;
  readonly transactions: Transactions;
  readonly room: Room;
};

type Run<File, Name extends OperationName> = (
  file: File,
  ...args: StoreArguments<Name>
) => StoreAnswer<Name>;

/**
 * `access` says what follows when damage is met: a read is made again in the repaired file, a write is refused.
 * `newer` says what is done with the file of a newer app (ST3): it is read, the call is refused, or the answer is `empty`.
 */
type Operation<Name extends OperationName> = { readonly access: 'read' | 'write' } & (
  | { readonly newer: 'read'; readonly run: Run<AnyFile, Name> }
  | { readonly newer: 'refused'; readonly run: Run<OwnFile, Name> }
  | {
      readonly newer: 'empty';
      readonly empty: StoreAnswer<Name>;
      readonly run: Run<OwnFile, Name>;
    }
);

const uniqueById = (messages: readonly (Message | null)[]): readonly Message[] => {
  const byId = new Map<string, Message>();
  for (const message of messages) if (message !== null) byId.set(message.messageId, message);
  return [...byId.values()];
};

const lookUp = (from: Repositories, lookup: Lookup): LookupAnswer => ({
  conversations: from.conversation.find(lookup.conversations),
  platformMessages: uniqueById(
    lookup.platformMessages.map(({ shopId, id }) => from.message.findByPlatformId(shopId, id)),
  ),
  messages: uniqueById(lookup.messages.map((id) => from.message.findById(id))),
  gatewayFrames: lookup.gatewayFrames
    .filter(({ shopId, frameId }) => from.gatewayFrameId.has(shopId, frameId))
    .map(({ shopId, frameId }) => ({ shopId, frameId })),
  buyerMessagesAfter: uniqueById(
    lookup.buyerMessagesAfter.map((asked) =>
      from.message.findBuyerMessageAfter(asked, asked.after),
    ),
  ),
});

const loadState = (file: AnyFile): StoredState => {
  const shops = file.ask('shop', [], (from) => from.loadAll());
  const openSends = file.ask('message', [], (from) => from.loadOpenSends());
  return {
    shops,
    conversations: file.ask('conversation', [], (from) =>
      from.loadWindow(
        shops.map(({ shopId }) => shopId),
        openSends,
      ),
    ),
    staffLists: file.ask('staffList', [], (staff) => staff.loadAll()),
    settings: file.ask('settings', null, (settings) => settings.load()),
    openNotices: file.ask('notice', [], (notices) => notices.loadOpen()),
    outages: file.ask('outage', [], (outages) => outages.loadNewest()),
    openSends,
    lastArrival: file.ask('message', 0, (messages) => messages.lastArrival()),
    pendingFrames: file.ask('outbox', 0, (outbox) => outbox.count()),
    quarantinedFrames: file.ask('quarantine', 0, (quarantine) => quarantine.count()),
    setAside: file.ask('setAside', [], (setAside) => setAside.loadAll()),
    phrases: file.ask('phrase', [], (phrases) => phrases.loadAll()),
  };
};

/**
 * Every operation of the port `Store`. The only place of the database's side where one is spelled: what crosses the
 * threads, the repair and the look at a newer file work on any entry. This file is also loaded on the main side, for
 * the names, so it must not load better-sqlite3.
 */
const OPERATIONS: { readonly [Name in OperationName]: Operation<Name> } = {
  load: {
    access: 'read',
    newer: 'read',
    run: (file) => loadState(file),
  },
  lookUp: {
    access: 'read',
    // What is known decides what is written, and nothing is.
    newer: 'refused',
    run: ({ repositories }, lookup) => lookUp(repositories, lookup),
  },
  commit: {
    access: 'write',
    newer: 'refused',
    run: ({ transactions }, writes) => transactions.run(writes),
  },
  loadMessages: {
    access: 'read',
    newer: 'read',
    run: (file, ref, before, limit) =>
      file.ask('message', { messages: [], hasOlder: false }, (messages) =>
        messages.loadPage(ref, before, limit),
      ),
  },
  loadConversation: {
    access: 'read',
    newer: 'read',
    run: (file, ref) => file.ask('conversation', null, (from) => from.find([ref])[0] ?? null),
  },
  loadInboxPage: {
    access: 'read',
    newer: 'read',
    run: (file, query) =>
      file.ask('conversation', { conversations: [], next: null }, (from) => from.loadPage(query)),
  },
  countConversations: {
    access: 'read',
    newer: 'read',
    run: (file, shopId) => file.ask('conversation', [], (from) => from.count(shopId)),
  },
  sweep: {
    access: 'write',
    newer: 'refused',
    run: ({ transactions, room }, query) =>
      transactions.do((repositories) => {
        const swept = sweep(repositories, query);
        const hasMore = room.giveBack();
        return { ...swept, isDone: swept.isDone && !hasMore };
      }),
  },
  loadMessagesFrom: {
    access: 'read',
    newer: 'read',
    run: (file, ref, from, limit) =>
      file.ask('message', { messages: [], hasNewer: false }, (messages) =>
        messages.loadFrom(ref, from, limit),
      ),
  },
  loadOutbox: {
    access: 'read',
    // The gateway is not served from a file that cannot remember what it was given.
    newer: 'empty',
    empty: [],
    run: ({ repositories }, after, limit) => repositories.outbox.loadAfter(after, limit),
  },
  search: {
    access: 'read',
    newer: 'read',
    run: (file, query) =>
      file.ask('search', NOTHING_FOUND, (search) => answerSearch(search, query)),
  },
  loadNotices: {
    access: 'read',
    newer: 'read',
    run: (file, shopId) => file.ask('notice', [], (notices) => notices.loadOfShop(shopId)),
  },
  loadQuarantine: {
    access: 'read',
    newer: 'read',
    run: (file) => file.ask('quarantine', [], (quarantine) => quarantine.loadNewest()),
  },
};

const isOwn = (file: AnyFile | OwnFile): file is OwnFile => 'repositories' in file;

/** What follows where an operation meets damage. */
export const accessOf = (name: OperationName): 'read' | 'write' => OPERATIONS[name].access;

/** Runs an operation on the open file, as far as the file's version lets it. Throws. */
export const runOperation = <Name extends OperationName>(
  file: AnyFile | OwnFile,
  name: Name,
  ...args: StoreArguments<Name>
): StoreAnswer<Name> => {
  const operation = OPERATIONS[name];
  const reads = name === 'search' ? 'index' : 'rows';
  if (operation.newer === 'read') return file.withIndex(reads, () => operation.run(file, ...args));
  if (isOwn(file)) return file.withIndex(reads, () => operation.run(file, ...args));
  if (operation.newer === 'empty') return operation.empty;
  throw storageError('storage.newer', '');
};

export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];
