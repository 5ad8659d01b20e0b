import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { IdSource } from '../../core/ports/clock.ts';
import { asMessageId, asNoticeId, asSuggestionId } from '#shared/model/ids.ts';

/** UUIDv7 for what is kept (ids then sort by time in every index), a random UUID for one life of the core. */
export const randomIds: IdSource = {
  messageId: () => asMessageId(v7()),
  suggestionId: () => asSuggestionId(v7()),
  noticeId: () => asNoticeId(v7()),
  epoch: () => randomUUID(),
};
