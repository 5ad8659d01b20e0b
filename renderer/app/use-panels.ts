import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { Settings } from '#shared/model/settings.ts';
import { useSettings } from '../state/replica/replica.ts';

type Panels = Settings['panels'];

/** A line that is being dragged moves with every frame; what is kept is where it ends. */
const KEEP_AFTER_MS = 400;

/** The widths of the panels: those that were kept, until this window has its own. */
export const usePanels = (): readonly [Panels, (change: Partial<Panels>) => void] => {
  const bridge = useBridge();
  const kept = useSettings().panels;
  const [own, setOwn] = useState<Panels | null>(null);
  useEffect(() => {
    if (own === null) return undefined;
    const timer = setTimeout(() => {
      // A width that could not be kept is still the one that is shown: nothing to be told.
      void bridge.call('settings.update', { panels: own });
    }, KEEP_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [bridge, own]);
  return [
    own ?? kept,
    (change) => {
      setOwn((old) => ({ ...(old ?? kept), ...change }));
    },
  ];
};
