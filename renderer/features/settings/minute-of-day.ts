const END_OF_DAY = 1_440;

/** `HH:MM` of a minute after midnight; 1440, the end of the day, is 24:00. */
export const timeOfMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** The minute after midnight of `8:30`, `08:30` or `0830`, also with a full-width colon; null for anything else. */
export const minuteOfTime = (text: string): number | null => {
  const match = /^(\d{1,2})[:：]?(\d{2})$/u.exec(text.trim());
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  const minute = hours * 60 + minutes;
  return minutes < 60 && minute <= END_OF_DAY ? minute : null;
};
