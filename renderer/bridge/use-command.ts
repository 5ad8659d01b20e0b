import { useCallback } from 'react';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { CallInput, CallOutput } from '#shared/ipc/contract.ts';
import type { Result } from '#shared/model/result.ts';
import { useErrorText } from '../i18n/error-text.ts';
import { useToast } from '../ui/Toasts.tsx';
import { useBridge } from './bridge-context.tsx';

/** Calls the core and tells the agent when it is refused. For callers that have no better place for the error. */
export const useCommand = (): (<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
) => Promise<Result<CallOutput<Name>>>) => {
  const bridge = useBridge();
  const notify = useToast();
  const errorText = useErrorText();
  return useCallback(
    async (name, input) => {
      const result = await bridge.call(name, input);
      if (!result.ok) notify({ tone: 'error', text: errorText(result.error) });
      return result;
    },
    [bridge, notify, errorText],
  );
};
