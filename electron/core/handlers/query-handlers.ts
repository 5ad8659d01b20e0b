import { StorageError, type SetAsideFrame, type Store } from '../ports.ts';
import {
  MOST_SET_ASIDE_SHOWN,
  type CallArguments,
  type CallHandlers,
  type MessagePage,
  type SetAsideEntry,
} from '#shared/ipc/contract.ts';
import { isInTimeline } from '#shared/model/message.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

type QueryCalls = Pick<
  CallHandlers,
  'messages.loadPage' | 'shops.loadNotices' | 'gateway.loadQuarantine' | 'outbox.loadSetAside'
>;
type Readable = Pick<Store, 'loadMessages' | 'loadNotices' | 'loadQuarantine'>;

/** A database that cannot be read is an answer too. */
const asResult = async <Value>(query: () => Promise<Value>): Promise<Result<Value>> => {
  try {
    return ok(await query());
  } catch (error) {
    if (error instanceof StorageError) return refuse('storage.unavailable', error.kind);
    throw error;
  }
};

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
  setAside: () => readonly SetAsideFrame[],
): QueryCalls => ({
  'messages.loadPage': (input) => asResult(() => loadPage(store, input)),
  'shops.loadNotices': ({ shopId }) => asResult(() => store.loadNotices(shopId)),
  'gateway.loadQuarantine': () => asResult(() => store.loadQuarantine()),
  'outbox.loadSetAside': () =>
    ok(setAside().slice(-MOST_SET_ASIDE_SHOWN).toReversed().map(entryOf)),
});
