import { CLOCK_TIME, dateFormat, SHORT_DATE } from '../../i18n/date-format.ts';
import { durationText } from '../../ui/duration-text.ts';

/** The clock of a row: the time waited, past the limit the time over it. */
export const clockText = (waitedMs: number, overMs: number, isOver: boolean): string =>
  isOver ? `+${durationText(overMs)}` : durationText(waitedMs);

/** The time of the last line: `14:02` today, the word for yesterday, else the date. */
export const tailText = (at: number, now: number, locale: string, yesterday: string): string => {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  if (at >= midnight.getTime()) {
    return dateFormat(locale, CLOCK_TIME).format(at);
  }
  midnight.setDate(midnight.getDate() - 1);
  if (at >= midnight.getTime()) return yesterday;
  return dateFormat(locale, SHORT_DATE).format(at);
};
