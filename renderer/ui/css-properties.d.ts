import type { CSSProperties } from 'react';

declare module 'react' {
  interface CSSProperties {
    /** A shop's own colour, handed to the stylesheet. */
    '--shop'?: string;
  }
}

/** What may stand in `style` here: React's own properties and ours. */
export type Style = CSSProperties;
