import type { Migration } from './migration.ts';

/**
 * Why a frame was set aside was one text, `kind:about`, or the sentence of a still older app. It becomes a typed reason
 * (QuarantineReason), as JSON. The colon that is added ends the kind also where nothing stands behind it.
 */
export const quarantineReasons: Migration = {
  version: 120,
  sql: `
UPDATE quarantine SET reason = CASE
  WHEN substr(reason, 1, instr(reason || ':', ':') - 1) IN ('notJson', 'notObject', 'tooDeep', 'textTooLong', 'listTooLong',
    'tooManyValues', 'typeMissing', 'typeUnknown', 'fieldMissing', 'fieldTooLong', 'fieldInvalid', 'empty', 'binary', 'tooLarge',
    'notUtf8', 'unreceivable', 'unreceivableSize') THEN
    json_object('kind', substr(reason, 1, instr(reason || ':', ':') - 1),
      'about', nullif(substr(reason, instr(reason || ':', ':') + 1), ''))
  ELSE json_object('kind', 'older', 'about', reason)
END;

UPDATE quarantine SET checksum = row_checksum('quarantine', quarantine_seq, at, reason, bytes, preview);
`,
};
