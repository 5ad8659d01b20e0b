import { StorageError, type Store } from '../ports.ts';
import type { CallArguments, CallHandlers, MessagePage } from '#shared/ipc/contract.ts';
import { isInTimeline } from '#shared/model/message.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

type QueryCalls = Pick<
  CallHandlers,
  'messages.loadPage' | 'shops.loadNotices' | 'gateway.loadQuarantine'
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

/** What is only read. It works as well on a database that may not be written. */
export const queryHandlers = (store: Readable): QueryCalls => ({
  'messages.loadPage': (input) => asResult(() => loadPage(store, input)),
  'shops.loadNotices': ({ shopId }) => asResult(() => store.loadNotices(shopId)),
  'gateway.loadQuarantine': () => asResult(() => store.loadQuarantine()),
});
