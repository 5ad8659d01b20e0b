/** `HH:MM` of a minute after midnight; 1440, the end of the day, is shown as 24:00 only in words, so 23:59 stands for it. */
export const timeOfMinute = (minute: number): string => {
  const shown = Math.min(minute, 1_439);
  return `${String(Math.floor(shown / 60)).padStart(2, '0')}:${String(shown % 60).padStart(2, '0')}`;
};

/** The minute after midnight of `HH:MM`, or null for anything else. 23:59 as an end means the whole day. */
export const minuteOfTime = (text: string, isEnd: boolean): number | null => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)/u.exec(text);
  if (match === null) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return isEnd && minute === 1_439 ? 1_440 : minute;
};
