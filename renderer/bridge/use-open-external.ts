import { useCallback } from 'react';
import type { Result } from '#shared/model/result.ts';
import { useBridge } from './bridge-context.tsx';

/** Opens an http(s) address in the system browser (SE4); asking first is the caller's part. */
export const useOpenExternal = (): ((url: string) => Promise<Result<null>>) => {
  const bridge = useBridge();
  return useCallback((url) => bridge.call('links.openExternal', { url }), [bridge]);
};
