import type { LastLine } from '#shared/model/conversation.ts';
import { plainName } from '../../ui/plain-text.ts';

const ADDRESS = /^https?:\/\//u;

/** What of the newest message the list shows: the kind by its word, and text that says something to a person. */
export const lastLineParts = (
  last: LastLine,
): {
  readonly who: 'agent' | 'backoffice' | 'platform' | null;
  readonly kind: Exclude<LastLine['type'], 'text'> | null;
  readonly text: string;
} => {
  const text = plainName(last.text);
  return {
    who:
      last.origin === 'agent' || last.origin === 'backoffice' || last.origin === 'platform'
        ? last.origin
        : null,
    kind: last.type === 'text' ? null : last.type,
    // The address of an image tells nobody anything.
    text: last.type !== 'text' && ADDRESS.test(text) ? '' : text,
  };
};
