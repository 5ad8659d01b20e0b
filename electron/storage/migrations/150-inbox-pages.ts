import type { Migration } from './migration.ts';

/**
 * The list by page and the live conversations by index (PF1, PF2). The columns are not stored: they say in SQL what
 * `shared/model/inbox.ts` says of a row. JSON is looked at only where it is JSON, because a damaged row must still be read.
 */
export const inboxPages: Migration = {
  version: 150,
  sql: `
ALTER TABLE conversation ADD COLUMN listed_at INTEGER GENERATED ALWAYS AS (
  COALESCE(CASE WHEN json_valid(last) THEN last ->> 'at' END, last_order_at)
) VIRTUAL;

ALTER TABLE conversation ADD COLUMN is_with_office INTEGER GENERATED ALWAYS AS (
  CASE WHEN json_valid(last) AND json_valid(mode)
    THEN last ->> 'origin' = 'backoffice' AND mode ->> 'kind' = 'auto'
    ELSE 0
  END
) VIRTUAL;

-- Held replies are rows of another table and are asked for there.
ALTER TABLE conversation ADD COLUMN is_live INTEGER GENERATED ALWAYS AS (
  waiting_since IS NOT NULL OR starred = 1 OR draft <> '' OR transfer_question IS NOT NULL
  OR CASE WHEN json_valid(mode) THEN mode ->> 'endsAt' IS NOT NULL ELSE 0 END
) VIRTUAL;

CREATE INDEX conversation_listed ON conversation (closed, listed_at, shop_id, buyer_pin);
CREATE INDEX conversation_of_shop ON conversation (shop_id, closed, listed_at, buyer_pin);
CREATE INDEX conversation_with_office ON conversation (listed_at, shop_id, buyer_pin) WHERE is_with_office = 1;
CREATE INDEX conversation_with_office_of_shop ON conversation (shop_id, listed_at, buyer_pin) WHERE is_with_office = 1;
CREATE INDEX conversation_unread ON conversation (listed_at, shop_id, buyer_pin) WHERE unread > 0;
CREATE INDEX conversation_unread_of_shop ON conversation (shop_id, listed_at, buyer_pin) WHERE unread > 0;
CREATE INDEX conversation_starred ON conversation (listed_at, shop_id, buyer_pin) WHERE starred = 1;
CREATE INDEX conversation_starred_of_shop ON conversation (shop_id, listed_at, buyer_pin) WHERE starred = 1;
CREATE INDEX conversation_live ON conversation (shop_id, buyer_pin) WHERE is_live = 1;
`,
};
