import { createContext, useContext, type ReactNode } from 'react';
import { mediaUrl } from '#shared/ipc/media.ts';

const MediaKeyContext = createContext<string | null>(null);

/** Stands around all that shows pictures; the key is null where the host asks for none. */
export const MediaKeyProvider = ({
  mediaKey,
  children,
}: {
  readonly mediaKey: string | null;
  readonly children: ReactNode;
}) => <MediaKeyContext value={mediaKey}>{children}</MediaKeyContext>;

/** Under which address this page may show a picture or video. */
export const useMediaUrl = (url: string): string => mediaUrl(url, useContext(MediaKeyContext));
