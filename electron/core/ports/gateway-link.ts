import type { Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';

export interface GatewayLink {
  /** Checks and keeps address and token, then connects. Refuses with `gateway.addressInvalid` or `gateway.tokenMissing`. */
  configure(server: string, token: Secret): Promise<Result<null>>;
  forget(): Promise<void>;
  reconnectNow(): Result<null>;
  /** The network came back or changed (GW3): try at once, or ask the line that stands for a sign of life. */
  networkChanged(): void;
  /** New outbox rows are durable: drain. */
  outboxGrew(): void;
}
