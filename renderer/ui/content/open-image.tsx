import { useMemo, useState, type ReactNode } from 'react';
import { requiredContext } from '../required-context.ts';
import { ImageDialog } from './ImageDialog.tsx';

/** An address, and when it was sent. */
type Picture = { readonly url: string; readonly at: number };

const [OpenImage, useOpen] = requiredContext<(picture: Picture) => void>('OpenImageProvider');

export const useOpenImage = useOpen;

/** Shows pictures large, above everything. Stands once above a list, like OpenLinkProvider, and inside it. */
export const OpenImageProvider = ({ children }: { readonly children: ReactNode }) => {
  const [shown, setShown] = useState<Picture | null>(null);
  const open = useMemo(() => (picture: Picture) => setShown(picture), []);
  return (
    <OpenImage value={open}>
      {children}
      {shown !== null && (
        <ImageDialog
          {...shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </OpenImage>
  );
};
