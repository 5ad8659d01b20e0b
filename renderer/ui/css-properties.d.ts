import type { CSSProperties as Properties } from 'react';

declare module 'react' {
  interface CSSProperties {
    /** A shop's own colour, handed to the stylesheet. */
    '--shop'?: Properties['color'];
    '--columns'?: Properties['gridTemplateColumns'];
  }
}
