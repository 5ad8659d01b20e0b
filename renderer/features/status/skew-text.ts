const UNITS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;
const MINUTES = UNITS[2];

/** `3 minutes`, `8 hours`, `200 days`: in the largest unit that there are two of. Never less than a minute. */
export const skewText = (skewMs: number, language: string): string => {
  const sizeMs = Math.abs(skewMs);
  const { unit, ms } = UNITS.find((one) => sizeMs >= 2 * one.ms) ?? MINUTES;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(1, Math.round(sizeMs / ms)),
  );
};
