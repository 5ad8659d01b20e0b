/** One benchmark result; printed as one line of JSON on stdout. `ratio` is `value` over `reference`, from the same run. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly reference: number;
  readonly ratio: number;
};

/** Hears each figure as it is measured. */
export type TellFigure = (figure: Figure) => void;

const digits = (value: number): number => Number(value.toPrecision(4));

export const figure = (name: string, value: number, unit: string, reference: number): Figure => ({
  name,
  value: digits(value),
  unit,
  reference: digits(reference),
  ratio: digits(value / reference),
});

/** The value below which `share` (0..1) of the sample lies. */
export const percentile = (sample: readonly number[], share: number): number => {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
