import type { SetAsideFrame } from '../../../electron/core/ports/store.ts';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';
import { MINUTE } from './units.ts';

/** A buyer's words behind which the back office ended the line again and again (GW9). */
export const makeSetAside = (now: number): readonly SetAsideFrame[] => [
  {
    frame: {
      type: 'message',
      content: '谢谢😀',
      msg_type: 'text',
      sender: { id: asBuyerPin('jd_user_001') },
      store_id: asShopId('jd-qinghe'),
      message_id: asMessageId('m-1'),
      timestamp: now - 4 * MINUTE,
    },
    reason: 'closed.1011',
    at: now - 4 * MINUTE,
  },
];

export const makeQuarantine = (now: number): readonly QuarantineEntry[] => [
  {
    at: now - 7 * MINUTE,
    reason: { kind: 'fieldMissing', about: 'message.store_id' },
    bytes: 214,
    preview: '{"type":"message","content":"…"}',
  },
];
