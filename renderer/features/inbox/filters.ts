import type { Conversation } from '#shared/model/conversation.ts';
import { assertNever } from '#shared/model/result.ts';

export const FILTERS = ['all', 'waiting', 'unread', 'backoffice', 'starred', 'closed'] as const;
export type Filter = (typeof FILTERS)[number];

/** True when `row` belongs in the list under `filter`. Closed conversations are only under 已完结. */
export const isListed = (row: Conversation, filter: Filter): boolean => {
  if (filter === 'closed') return row.closed;
  if (row.closed) return false;
  switch (filter) {
    case 'all':
      return true;
    case 'waiting':
      return row.waitingSince !== null;
    case 'unread':
      return row.unread > 0;
    case 'backoffice':
      // The back office answers here, and either has just done so or is expected to.
      return (
        row.mode.kind === 'auto' && (row.waitingSince !== null || row.last?.origin === 'backoffice')
      );
    case 'starred':
      return row.starred;
    default:
      return assertNever(filter);
  }
};
