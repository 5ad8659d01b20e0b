import type { Delta } from '#shared/sync/delta.ts';

/** Committed changes, for the renderer. */
export interface Publisher {
  publish(delta: Delta): void;
}
