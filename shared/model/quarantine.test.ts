import { expect, it } from 'vitest';
import { QUARANTINE_KINDS, readQuarantineReason } from './quarantine.ts';

it('[GW6] a reason is a kind and what it is about; the sentence of an older version is neither', () => {
  expect(readQuarantineReason('fieldMissing:message.store_id')).toEqual({
    kind: 'fieldMissing',
    about: 'message.store_id',
  });
  for (const kind of QUARANTINE_KINDS) {
    expect(readQuarantineReason(kind)).toEqual({ kind, about: '' });
  }
  for (const old of ['not JSON', 'store_id is missing in this "message" frame', '', 'toString']) {
    expect(readQuarantineReason(old)).toBeNull();
  }
});
