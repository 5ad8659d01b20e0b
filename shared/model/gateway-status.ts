/** `from` to `to` the line to the back office was down; `to` null while it still is (GW14). */
export type Outage = { readonly from: number; readonly to: number | null };

/** Where the one WebSocket stands. `unconfigured` is the first run. */
export type GatewayPhase =
  | 'unconfigured'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'token_refused';

export type GatewayStatus = {
  readonly phase: GatewayPhase;
  /** Scheme, host and port of the back office; never the token. */
  readonly server: string | null;
  /** True when token and cookies travel readable to a machine that is not this one (GW1). */
  readonly isPlaintext: boolean;
  readonly roundTripMs: number | null;
  readonly connectedAt: number | null;
  /** When the next attempt starts, null while connected or stopped. */
  readonly nextAttemptAt: number | null;
  /** Why the last connection ended, as a kind with a translation, for example `closed.1006`. */
  readonly reason: string | null;
  /** Business frames that the gateway has not yet been proven to have read. */
  readonly pendingFrames: number;
  /** Frames set aside because they could not be understood. */
  readonly quarantinedFrames: number;
  /** Newest last, at most 50. */
  readonly outages: readonly Outage[];
};

export const UNCONFIGURED_GATEWAY: GatewayStatus = {
  phase: 'unconfigured',
  server: null,
  isPlaintext: false,
  roundTripMs: null,
  connectedAt: null,
  nextAttemptAt: null,
  reason: null,
  pendingFrames: 0,
  quarantinedFrames: 0,
  outages: [],
};

/** How the database does. `failing` keeps trying; what is not yet written is held in memory. */
export type StorageStatus = {
  readonly phase: 'ok' | 'failing' | 'readonly';
  /** Error kind with a translation, for example `storage.full`. */
  readonly reason: string | null;
  readonly waitingWrites: number;
};
