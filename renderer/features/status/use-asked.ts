import { useEffect, useState } from 'react';
import type { CallOutput } from '#shared/ipc/contract.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

type Counted = 'diagnostics.loadQueues' | 'diagnostics.loadPages';
/** `value` is null until the first answer, and again while the program does not answer, which `isRefused` tells. */
export type Asked<Name extends Counted> = {
  readonly value: CallOutput<Name> | null;
  readonly isRefused: boolean;
};

/** What is counted only when asked: asked for while somebody looks. */
export const useAsked = <Name extends Counted>(name: Name, everyMs: number): Asked<Name> => {
  const bridge = useBridge();
  const [asked, setAsked] = useState<Asked<Name>>({ value: null, isRefused: false });
  useEffect(() => {
    let isWanted = true;
    let timer = 0;
    const ask = async (): Promise<void> => {
      const result = await bridge.call<Counted>(name, {});
      if (!isWanted) return;
      // The answer is that of the call that was named.
      const value = result.ok ? (result.value as CallOutput<Name>) : null;
      setAsked({ value, isRefused: !result.ok });
      // The next question waits for the answer, so that a slow program is not asked more and more.
      timer = window.setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [bridge, name, everyMs]);
  return asked;
};
