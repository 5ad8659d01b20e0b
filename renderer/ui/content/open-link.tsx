import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { readWebLink, type WebLink } from '#shared/model/web-link.ts';
import { requiredContext } from '../required-context.ts';
import { LinkDialog, type OpenExternal } from './LinkDialog.tsx';

const [OpenLink, useOpen] = requiredContext<(url: string) => void>('OpenLinkProvider');

/** Asks, then opens an http(s) address in the system browser. */
export const useOpenLink = useOpen;

/**
 * Asks before a link of a buyer is opened (SE4). One dialog for all links below it, so that a row that
 * scrolls out of a virtual list does not take the question with it.
 */
export const OpenLinkProvider = ({
  openExternal,
  children,
}: {
  readonly openExternal: OpenExternal;
  readonly children: ReactNode;
}) => {
  const [asked, setAsked] = useState<WebLink | null>(null);
  const close = useCallback(() => {
    setAsked(null);
  }, []);
  const open = useMemo(() => (url: string) => setAsked(readWebLink(url)), []);
  return (
    <OpenLink value={open}>
      {children}
      {asked !== null && <LinkDialog link={asked} openExternal={openExternal} onClose={close} />}
    </OpenLink>
  );
};
