import { useEffect } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';

/** Dialogs, menus and popovers stand beside the app in the document; a tooltip is no reason to take a page away. */
const OVER =
  'body > :not(#root) :is([role=dialog], [role=alertdialog], [role=menu], [role=listbox])';

/**
 * While mounted, tells the host whether something of ours lies over the whole window: the page that stands beside the conversation is
 * a window of the system there, and would lie over it.
 */
export const useCoverPage = (): void => {
  const bridge = useBridge();
  useEffect(() => {
    let told: boolean | null = null;
    const tell = (): void => {
      const isCovered = document.querySelector(OVER) !== null;
      if (isCovered === told) return;
      told = isCovered;
      void bridge.call('window.coverPage', { isCovered });
    };
    tell();
    const observer = new MutationObserver(tell);
    observer.observe(document.body, { childList: true });
    return () => {
      observer.disconnect();
    };
  }, [bridge]);
};
