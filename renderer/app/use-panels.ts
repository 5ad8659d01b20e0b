import { useEffect, useState } from 'react';

/** What this window remembers of its panels. Widths in pixels. */
export type Panels = {
  readonly list: number;
  readonly side: number;
  readonly isSideShown: boolean;
};

export const LIST_WIDTH = { min: 248, max: 440 } as const;
export const SIDE_WIDTH = { min: 260, max: 480 } as const;

const STORAGE_KEY = 'duodian.panels';
const DEFAULT: Panels = { list: 304, side: 316, isSideShown: true };

const clamp = (value: unknown, { min, max }: { min: number; max: number }, or: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : or;

/** What was kept, field by field; anything that does not fit falls back. */
export const parsePanels = (text: string | null): Panels => {
  let kept: unknown = null;
  try {
    kept = text === null ? null : JSON.parse(text);
  } catch {
    kept = null;
  }
  const fields: Partial<Record<keyof Panels, unknown>> =
    typeof kept === 'object' && kept !== null ? kept : {};
  return {
    list: clamp(fields.list, LIST_WIDTH, DEFAULT.list),
    side: clamp(fields.side, SIDE_WIDTH, DEFAULT.side),
    isSideShown: fields.isSideShown !== false,
  };
};

/** The panels of this window, kept over restarts. */
export const usePanels = (): readonly [Panels, (change: Partial<Panels>) => void] => {
  const [panels, setPanels] = useState(() => parsePanels(localStorage.getItem(STORAGE_KEY)));
  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(panels));
  }, [panels]);
  return [
    panels,
    (change) => {
      setPanels((old) => ({ ...old, ...change }));
    },
  ];
};
