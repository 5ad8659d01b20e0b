/**
 * How this computer's clock stands to the world's. `skewMs` is by how much it is ahead (negative: behind); null while it is
 * right, or while nothing is known of the world's time.
 */
export type ClockStatus = { readonly skewMs: number | null };

export const CLOCK_OK: ClockStatus = { skewMs: null };
