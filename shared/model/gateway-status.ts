/** `from` to `to` the line to the back office was down; `to` null while it still is (GW14). */
export type Outage = { readonly from: number; readonly to: number | null };

/** Where the one WebSocket stands. `unconfigured` is the first run. */
export type GatewayPhase =
  | 'unconfigured'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'token_refused';

/**
 * Every way in which the line to the back office ends or fails to open; each has a sentence in the translations.
 * `closed.N` is a WebSocket close code (RFC 6455, IANA), `http.N` an HTTP answer to the upgrade.
 */
export const GATEWAY_END_REASONS = [
  /** Nobody answers at that address: refused, reset, name not found, no route. */
  'network',
  /** The server's certificate is not trusted or does not fit its name. */
  'certificate',
  /** The certificate is not valid at this time: it ran out, or this computer's clock is wrong. */
  'certificateDate',
  /** The TCP or WebSocket opening took longer than 10 s. */
  'openTimeout',
  /** Something answered that does not speak WebSocket. */
  'notWebSocket',
  /** The line opened, but the back office never said `success` (GW2). */
  'noSuccess',
  /** The back office stopped answering: a pong was missing (GW4). */
  'silent',
  /** 401, 403, 404, 1008, 4001, 4003, 4401 or 4403: the token is not accepted (GW2). */
  'tokenRefused',
  /** The address asks to go elsewhere; redirects are never followed. */
  'http.redirect',
  'http.400',
  'http.408',
  'http.429',
  'http.500',
  'http.502',
  'http.503',
  'http.504',
  /** A network that wants a sign-in of its own, for example a hotel's. */
  'http.511',
  /** Any other HTTP answer. */
  'http.other',
  /** Closed in order by the back office. */
  'closed.1000',
  /** The back office goes away, for example for an update. */
  'closed.1001',
  'closed.1002',
  'closed.1003',
  /** Closed without a code. */
  'closed.1005',
  /** Broken off without a close. */
  'closed.1006',
  'closed.1007',
  'closed.1009',
  'closed.1010',
  'closed.1011',
  'closed.1012',
  'closed.1013',
  /** What stands before the back office could not reach it. */
  'closed.1014',
  /** 4000 to 4999 have the meaning that the back office gives them. */
  'closed.4xxx',
  /** Any other close code. */
  'closed.other',
  /** The back office sent a frame that breaks the WebSocket rules (bad UTF-8, bad header). */
  'badFrame',
  /** The back office sent a frame above the size limit (GW6). */
  'frameTooLarge',
  /** The agent asked for a new connection. */
  'requested',
  /** The proxy wants a login that nobody has given. */
  'proxyLogin',
  /** The proxy does not lead there. */
  'proxyRefused',
  'proxyUnreachable',
  /** The settings name a proxy of a kind that is not supported, as SOCKS. */
  'proxyUnsupported',
  /** The computer was asleep. */
  'asleep',
  /** A token is kept, and the system's key store does not open: the line cannot be begun. */
  'keychainLocked',
] as const;
export type GatewayEndReason = (typeof GATEWAY_END_REASONS)[number];

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
  /** Why the last connection ended or could not be opened, null while all is well. */
  readonly reason: GatewayEndReason | null;
  /** With `tokenRefused`: the HTTP status or close code of the refusal. */
  readonly refusedWith: number | null;
  /** Business frames that the gateway has not yet been proven to have read. */
  readonly pendingFrames: number;
  /** Frames set aside because they could not be understood. */
  readonly quarantinedFrames: number;
  /** Frames for the back office that are not sent any more, because the line ended behind them again and again (GW9). */
  readonly setAsideFrames: number;
  /** Newest last, at most 50. */
  readonly outages: readonly Outage[];
};

/** The line itself while nobody has named a back office. */
export const NO_LINE = {
  phase: 'unconfigured',
  server: null,
  isPlaintext: false,
  roundTripMs: null,
  connectedAt: null,
  nextAttemptAt: null,
  reason: null,
  refusedWith: null,
} as const satisfies Partial<GatewayStatus>;

export const UNCONFIGURED_GATEWAY: GatewayStatus = {
  ...NO_LINE,
  pendingFrames: 0,
  quarantinedFrames: 0,
  setAsideFrames: 0,
  outages: [],
};
