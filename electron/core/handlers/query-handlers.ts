import type { Committed } from '../committed.ts';
import type { SetAsideFrame, Store } from '../ports/store.ts';
import { asResult } from './as-result.ts';
import {
  MOST_SET_ASIDE_SHOWN,
  type CallArguments,
  type CallHandlers,
  type MessagePage,
  type NewerPage,
  type SetAsideEntry,
} from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { isInPage, type InboxPage, type InboxQuery } from '#shared/model/inbox.ts';
import { isInTimeline, type MessagePosition } from '#shared/model/message.ts';
import { ok } from '#shared/model/result.ts';

type QueryCalls = Pick<
  CallHandlers,
  | 'conversations.load'
  | 'conversations.loadPage'
  | 'conversations.loadWaiting'
  | 'messages.loadPage'
  | 'messages.loadAfter'
  | 'messages.loadAround'
  | 'phrases.load'
  | 'search.loadAnswer'
  | 'shops.loadNotices'
  | 'gateway.loadQuarantine'
  | 'outbox.loadSetAside'
>;
/** What of the database is only read. */
export type Readable = Pick<
  Store,
  | 'loadConversation'
  | 'loadInboxPage'
  | 'loadMessages'
  | 'loadMessagesFrom'
  | 'search'
  | 'loadNotices'
  | 'loadQuarantine'
>;

/** Pages come from the database itself, without what the timeline does not show. */
const loadPage = async (
  store: Readable,
  { shopId, buyerPin, before, limit }: CallArguments<'messages.loadPage'>,
): Promise<MessagePage> => {
  let page = await store.loadMessages({ shopId, buyerPin }, before, limit);
  let messages = page.messages.filter(isInTimeline);
  // A page of nothing but hidden rows would look like the end.
  for (let first = page.messages[0]; messages.length === 0 && page.hasOlder && first;) {
    page = await store.loadMessages({ shopId, buyerPin }, first, limit);
    messages = page.messages.filter(isInTimeline);
    first = page.messages[0];
  }
  return { messages, hasOlder: page.hasOlder };
};

/** What is in memory was published, so it is never older than what the database was asked for before. */
const loadConversation = async (
  store: Readable,
  committed: Pick<Committed, 'conversation'>,
  ref: ConversationRef,
): Promise<Conversation | null> => {
  const stored = await store.loadConversation(ref);
  return committed.conversation(conversationKey(ref)) ?? stored;
};

/** A row that has left the page meanwhile is left out: the window has heard, or hears, where it is now. */
const loadInboxPage = async (
  store: Readable,
  committed: Pick<Committed, 'conversation'>,
  query: InboxQuery,
): Promise<InboxPage> => {
  const page = await store.loadInboxPage(query);
  const conversations = page.conversations
    .map((row) => committed.conversation(row.key) ?? row)
    .filter((row) => isInPage(row, query));
  return { ...page, conversations };
};

/** The same towards the newest message. */
const loadFrom = async (
  store: Readable,
  ref: ConversationRef,
  from: MessagePosition,
  limit: number,
): Promise<NewerPage> => {
  let page = await store.loadMessagesFrom(ref, from, limit);
  let messages = page.messages.filter(isInTimeline);
  for (let last = page.messages.at(-1); messages.length === 0 && page.hasNewer && last;) {
    page = await store.loadMessagesFrom(ref, following(last), limit);
    messages = page.messages.filter(isInTimeline);
    last = page.messages.at(-1);
  }
  return { messages, hasNewer: page.hasNewer };
};

/** Arrivals are whole numbers, each given once. */
const following = ({ orderAt, arrival }: MessagePosition): MessagePosition => ({
  orderAt,
  arrival: arrival + 1,
});

const loadAround = async (
  store: Readable,
  { shopId, buyerPin, around, limit }: CallArguments<'messages.loadAround'>,
): Promise<MessagePage & NewerPage> => {
  const [older, newer] = await Promise.all([
    loadPage(store, { shopId, buyerPin, before: around, limit }),
    loadFrom(store, { shopId, buyerPin }, around, limit),
  ]);
  return {
    messages: [...older.messages, ...newer.messages],
    hasOlder: older.hasOlder,
    hasNewer: newer.hasNewer,
  };
};

const EXCERPT_CHARACTERS = 300;

/** What the agent recognises a frame by. A reply's buyer is its receiver; a staff list has none. */
const entryOf = ({ frame, reason, at }: SetAsideFrame): SetAsideEntry => ({
  shopId: frame.store_id,
  messageId: frame.message_id,
  type: frame.type,
  buyerPin: 'sender' in frame ? frame.sender.id : 'receiver' in frame ? frame.receiver.id : null,
  msgType: ('msg_type' in frame ? frame.msg_type : null) ?? 'text',
  content: frame.content.slice(0, EXCERPT_CHARACTERS).toWellFormed(),
  reason,
  at,
});

/** What is only read. It works as well on a database that may not be written. */
export const queryHandlers = (
  store: Readable,
  committed: Pick<Committed, 'conversation' | 'phrases' | 'setAside' | 'waitingAfter'>,
): QueryCalls => ({
  'conversations.load': (ref) => asResult(() => loadConversation(store, committed, ref)),
  'conversations.loadPage': (query) => asResult(() => loadInboxPage(store, committed, query)),
  'conversations.loadWaiting': ({ after, limit }) =>
    ok(committed.waitingAfter(after === null ? null : conversationKey(after), limit)),
  'messages.loadPage': (input) => asResult(() => loadPage(store, input)),
  'messages.loadAfter': ({ shopId, buyerPin, after, limit }) =>
    asResult(() => loadFrom(store, { shopId, buyerPin }, following(after), limit)),
  'messages.loadAround': (input) => asResult(() => loadAround(store, input)),
  'phrases.load': () => ok(committed.phrases()),
  'search.loadAnswer': ({ query }) => asResult(() => store.search(query)),
  'shops.loadNotices': ({ shopId }) => asResult(() => store.loadNotices(shopId)),
  'gateway.loadQuarantine': () => asResult(() => store.loadQuarantine()),
  'outbox.loadSetAside': () =>
    ok(committed.setAside().slice(-MOST_SET_ASIDE_SHOWN).toReversed().map(entryOf)),
});
