import { startOfDay } from './timeline-items.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time as HH:mm. */
export const clockText = (at: number): string => {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** Time left as mm:ss, hours as h:mm:ss; never below zero. */
export const countdownText = (leftMs: number): string => {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
};

/** Which day `at` is, seen from `now`: today, yesterday, or a date (with the year when it is another). */
export const dayOf = (
  at: number,
  now: number,
  language: string,
): { readonly kind: 'today' | 'yesterday' } | { readonly kind: 'date'; readonly text: string } => {
  const today = startOfDay(now);
  const day = startOfDay(at);
  if (day === today) return { kind: 'today' };
  if (day === startOfDay(today - 1)) return { kind: 'yesterday' };
  const isThisYear = new Date(day).getFullYear() === new Date(today).getFullYear();
  const text = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(day);
  return { kind: 'date', text };
};
