import { useEffect, useMemo, useState } from 'react';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { CallInput, CallOutput } from '#shared/ipc/contract.ts';
import type { Result } from '#shared/model/result.ts';
import { useBridge } from './bridge-context.tsx';

/**
 * The answer to a question that is asked once, and again when it changes; null until it is there. `again`: changes when the
 * same question has another answer. The answer before stays until then.
 */
export const useAnswer = <Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  again = '',
): Result<CallOutput<Name>> | null => {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<Result<CallOutput<Name>> | null>(null);
  const asked = JSON.stringify(input);
  // Of the same words, so that a caller may write them anew at every render.
  // oxlint-disable-next-line react/exhaustive-deps -- `asked` is what `input` says
  const question = useMemo(() => input, [asked]);
  useEffect(() => {
    let isWanted = true;
    void bridge.call(name, question).then((result) => {
      if (isWanted) setAnswer(result);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge, name, question, again]);
  return answer;
};
