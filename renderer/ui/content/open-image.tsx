import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { ImageDialog } from './ImageDialog.tsx';

const OpenImage = createContext<((url: string) => void) | null>(null);

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

export const useOpenImage = (): ((url: string) => void) => {
  const open = useContext(OpenImage);
  if (open === null) throw new Error('OpenImageProvider is missing');
  return open;
};
