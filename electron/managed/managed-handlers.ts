import { parseGatewayAddress } from '../gateway/address.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import type { ManagedStatus, OffSwitch } from '#shared/model/managed.ts';
import { refuse } from '#shared/model/result.ts';

/** The calls as the administrator leaves them: what was switched off is refused, and there is one back office. */
export const withManaged = (
  handlers: CallHandlers,
  { server, off }: ManagedStatus,
): CallHandlers => {
  const unlessOff = <Name extends 'diagnostics.export' | 'links.openExternal'>(
    name: Name,
    offSwitch: OffSwitch,
  ): CallHandlers[Name] => (off.includes(offSwitch) ? () => refuse('managed.off') : handlers[name]);
  const isElsewhere = (typed: string): boolean => {
    const address = parseGatewayAddress(typed);
    return server !== null && (!address.ok || address.value.base !== server);
  };
  return {
    ...handlers,
    'gateway.connect': (input) =>
      isElsewhere(input.server) ? refuse('managed.fixed') : handlers['gateway.connect'](input),
    'diagnostics.export': unlessOff('diagnostics.export', 'diagnosticsExport'),
    'links.openExternal': unlessOff('links.openExternal', 'externalLinks'),
  };
};
