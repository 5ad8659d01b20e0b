import type {} from 'react';

declare module 'react' {
  interface CSSProperties {
    /** A shop's own colour, handed to the stylesheet. */
    '--shop'?: string;
  }
}
