import * as z from 'zod';
import type { CdpConnection } from './cdp-connection.ts';

/**
 * The least major version that the pages of the platforms are shown in. What is older has holes that are known for more than a year,
 * and lacks commands that the page guard relies on.
 */
export const LEAST_MAJOR_VERSION = 138;

const versionSchema = z.object({ product: z.string(), userAgent: z.string().default('') });
export type BrowserVersion = z.output<typeof versionSchema>;

/** The browser's major version where that is older than the least; null for one that is new enough, or does not tell. */
export const outdatedVersionOf = (product: string): number | null => {
  const major = Number(/\/(\d{1,5})\./u.exec(product)?.[1]);
  return major < LEAST_MAJOR_VERSION ? major : null;
};

export const loadBrowserVersion = async (connection: CdpConnection): Promise<BrowserVersion> =>
  versionSchema.parse(await connection.send('Browser.getVersion'));
