import { useMemo, useState, type ReactNode } from 'react';
import { requiredContext } from '../required-context.ts';
import { ImageDialog } from './ImageDialog.tsx';

const [OpenImage, useOpen] = requiredContext<(url: string) => void>('OpenImageProvider');

export const useOpenImage = useOpen;

/** Shows pictures large, above everything. Stands once above a list, like OpenLinkProvider, and inside it. */
export const OpenImageProvider = ({ children }: { readonly children: ReactNode }) => {
  const [shown, setShown] = useState<string | null>(null);
  const open = useMemo(() => (url: string) => setShown(url), []);
  return (
    <OpenImage value={open}>
      {children}
      {shown !== null && (
        <ImageDialog
          url={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </OpenImage>
  );
};
