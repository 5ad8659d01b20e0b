type Options = Readonly<Intl.DateTimeFormatOptions>;

const formats = new WeakMap<Options, Map<string, Intl.DateTimeFormat>>();

/**
 * The formatter for a language and options that are one constant object: making one costs more than a whole row of the
 * list, so each is made once.
 */
export const dateFormat = (language: string, options: Options): Intl.DateTimeFormat => {
  const byLanguage = formats.get(options) ?? new Map<string, Intl.DateTimeFormat>();
  formats.set(options, byLanguage);
  const format = byLanguage.get(language) ?? new Intl.DateTimeFormat(language, options);
  byLanguage.set(language, format);
  return format;
};

export const CLOCK_TIME: Options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
export const SHORT_DATE: Options = { month: 'numeric', day: 'numeric' };
