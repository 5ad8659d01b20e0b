export type Sample = { readonly atMs: number; readonly value: number };

/**
 * Growth of a series in its unit a minute, by least squares over its last two thirds, when caches have filled. `noise` is
 * twice the standard error: a slope within it is none.
 */
export const slopePerMinute = (
  samples: readonly Sample[],
): { readonly slope: number; readonly noise: number } => {
  const settled = samples.slice(Math.floor(samples.length / 3));
  const count = settled.length;
  if (count < 3) return { slope: Number.NaN, noise: Number.NaN };
  const points = settled.map(({ atMs, value }) => ({ x: atMs / 60_000, y: value }));
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const left = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, noise: 2 * Math.sqrt(left / (count - 2) / spread) };
};
