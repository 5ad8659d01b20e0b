import type { CallName } from '#shared/ipc/call-names.ts';
import type { CallInput, CallOutput } from '#shared/ipc/contract.ts';
import type { Result } from '#shared/model/result.ts';
import type { Transport } from './transport.ts';

/**
 * The same line, whose answers wait until `catchUp` has taken what was told before them. A window may gather changes for its
 * next frame; an answer that overtook them would make it take its own older words for another window's (CV13).
 */
export const answersInOrder = (transport: Transport, catchUp: () => void): Transport => ({
  bridge: {
    on: (name, listener) => transport.bridge.on(name, listener),
    onTransport: (listener) => transport.bridge.onTransport(listener),
    call: async <Name extends CallName>(
      name: Name,
      input: CallInput<Name>,
    ): Promise<Result<CallOutput<Name>>> => {
      const answer = await transport.bridge.call(name, input);
      catchUp();
      return answer;
    },
  },
  mediaKey: transport.mediaKey,
  isDesktop: transport.isDesktop,
  retryNow: () => {
    transport.retryNow();
  },
  close: () => {
    transport.close();
  },
});
