import type * as z from 'zod';
import type { TableName } from '../tables.ts';
import { conversationRow, suggestionRow } from './conversation.ts';
import { gatewayFrameIdRow } from './gateway-frame-id.ts';
import { messageRow } from './message.ts';
import { outageRow } from './outage.ts';
import { outboxRow } from './outbox.ts';
import { phraseRow } from './phrase.ts';
import { quarantineRow } from './quarantine.ts';
import { setAsideRow } from './set-aside.ts';
import { settingsRow } from './settings.ts';
import { shopNoticeRow } from './shop-notice.ts';
import { shopRow } from './shop.ts';
import { listRow, staffRow } from './staff.ts';

/** What a row of each table has to be for the model. */
export const ROW_SCHEMAS: Readonly<Record<TableName, z.ZodType>> = {
  shop: shopRow,
  conversation: conversationRow,
  suggestion: suggestionRow,
  message: messageRow,
  staff_list: listRow,
  staff: staffRow,
  settings: settingsRow,
  shop_notice: shopNoticeRow,
  outage: outageRow,
  outbox: outboxRow,
  set_aside: setAsideRow,
  gateway_frame_id: gatewayFrameIdRow,
  quarantine: quarantineRow,
  phrase: phraseRow,
};
