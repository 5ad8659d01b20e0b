import type { GatewayEndReason } from '#shared/model/gateway-status.ts';
import type { ProxyFault } from '../network/dial.ts';
import { assertNever } from '#shared/model/result.ts';

/** How one socket ended, as it was seen on the wire. */
export type SocketEnd =
  | { readonly kind: 'closed'; readonly code: number }
  /** The upgrade was answered by plain HTTP. */
  | { readonly kind: 'http'; readonly status: number; readonly retryAfter: string | null }
  /** Node's or ws's error code; '' where there is none. */
  | { readonly kind: 'failed'; readonly code: string };

/** What follows from an end: `stop` asks the agent (GW2), `retry` goes on by backoff (GW3). */
export type EndVerdict = { readonly reason: GatewayEndReason; readonly next: 'retry' | 'stop' };

const retry = (reason: GatewayEndReason): EndVerdict => ({ reason, next: 'retry' });
const STOP: EndVerdict = { reason: 'tokenRefused', next: 'stop' };

/**
 * RFC 6455 section 7.4 and the IANA registry; 4xxx are the back office's own (GW2). 1005 and 1006 stand for the lack of a
 * code; ws takes them, 1004 and 1015 on the wire for a broken frame.
 */
export const CLOSE_CODES: Readonly<Record<number, EndVerdict>> = {
  1000: retry('closed.1000'),
  1001: retry('closed.1001'),
  1002: retry('closed.1002'),
  1003: retry('closed.1003'),
  1005: retry('closed.1005'),
  1006: retry('closed.1006'),
  1007: retry('closed.1007'),
  1008: STOP,
  1009: retry('closed.1009'),
  1010: retry('closed.1010'),
  1011: retry('closed.1011'),
  1012: retry('closed.1012'),
  1013: retry('closed.1013'),
  1014: retry('closed.1014'),
  4001: STOP,
  4003: STOP,
  4401: STOP,
  4403: STOP,
};

/** HTTP answers to the upgrade. Every 3xx is a redirect, every 2xx somebody who does not speak WebSocket. */
export const HTTP_STATUSES: Readonly<Record<number, EndVerdict>> = {
  400: retry('http.400'),
  401: STOP,
  403: STOP,
  404: STOP,
  407: retry('http.511'),
  408: retry('http.408'),
  426: retry('notWebSocket'),
  429: retry('http.429'),
  500: retry('http.500'),
  502: retry('http.502'),
  503: retry('http.503'),
  504: retry('http.504'),
  511: retry('http.511'),
};

const judgeClose = (code: number): EndVerdict =>
  CLOSE_CODES[code] ?? retry(code >= 4000 ? 'closed.4xxx' : 'closed.other');

const judgeStatus = (status: number): EndVerdict => {
  const known = HTTP_STATUSES[status];
  if (known !== undefined) return known;
  if (status >= 300 && status < 400) return retry('http.redirect');
  return retry(status >= 200 && status < 300 ? 'notWebSocket' : 'http.other');
};

const TOO_LARGE: ReadonlySet<string> = new Set([
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
  'WS_ERR_TOO_MANY_BUFFERED_PARTS',
]);

/** Not the certificate's fault alone: a computer whose clock is wrong sees them as well. */
const CERTIFICATE_DATE: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
/** OpenSSL's verdicts on a certificate, as Node names them. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS|ERR_SSL/u;

/** What a proxy between this computer and the back office says or does not. */
const PROXY_FAULTS: Readonly<Record<ProxyFault, GatewayEndReason>> = {
  PROXY_LOGIN: 'proxyLogin',
  PROXY_REFUSED: 'proxyRefused',
  PROXY_UNREACHABLE: 'proxyUnreachable',
  PROXY_UNSUPPORTED: 'proxyUnsupported',
};

const judgeFailure = (code: string): EndVerdict => {
  if (code in PROXY_FAULTS) return retry(PROXY_FAULTS[code as ProxyFault]);
  if (TOO_LARGE.has(code)) return retry('frameTooLarge');
  if (code.startsWith('WS_ERR_')) return retry('badFrame');
  if (CERTIFICATE_DATE.has(code)) return retry('certificateDate');
  if (CERTIFICATE.test(code)) return retry('certificate');
  if (code === 'ETIMEDOUT' || code === 'HANDSHAKE_TIMEOUT') return retry('openTimeout');
  // What is no socket error and no name error was said by a server in another language.
  if (code.startsWith('HPE_') || code === 'BAD_HANDSHAKE' || code === 'EPROTO') {
    return retry('notWebSocket');
  }
  return retry('network');
};

/** The one table of ends: reason for the screen, and what the client does next. */
export const judgeEnd = (end: SocketEnd): EndVerdict => {
  switch (end.kind) {
    case 'closed':
      return judgeClose(end.code);
    case 'http':
      return judgeStatus(end.status);
    case 'failed':
      return judgeFailure(end.code);
    default:
      return assertNever(end);
  }
};
