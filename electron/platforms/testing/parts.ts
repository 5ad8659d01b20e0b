import type { CleanLog } from '../../core/ports/log.ts';

/** Says nothing and knows no secret. */
export const quietLog: CleanLog = {
  info: () => {},
  warn: () => {},
  redactCookies: () => {},
  clean: (text) => text,
};
