import { describe, expect, it } from 'vitest';
import { GATEWAY_END_REASONS } from '#shared/model/gateway-status.ts';
import { CLOSE_CODES, HTTP_STATUSES, judgeEnd } from './close-codes.ts';

const closed = (code: number) => judgeEnd({ kind: 'closed', code });
const http = (status: number) => judgeEnd({ kind: 'http', status, retryAfter: null });
const failed = (code: string) => judgeEnd({ kind: 'failed', code });
const refused = { reason: 'tokenRefused', next: 'stop' };

describe('[GW2] ends', () => {
  it.each([
    ['PROXY_LOGIN', 'proxyLogin'],
    ['PROXY_REFUSED', 'proxyRefused'],
    ['PROXY_UNREACHABLE', 'proxyUnreachable'],
    ['PROXY_UNSUPPORTED', 'proxyUnsupported'],
  ])('[GW3] a proxy in between is named as what it is: %s', (code, reason) => {
    expect(judgeEnd({ kind: 'failed', code })).toEqual({ reason, next: 'retry' });
  });

  it('exactly these refuse the token', () => {
    expect(Object.keys(CLOSE_CODES).filter((code) => closed(Number(code)).next === 'stop')).toEqual(
      ['1008', '4001', '4003', '4401', '4403'],
    );
    expect(
      Object.keys(HTTP_STATUSES).filter((status) => http(Number(status)).next === 'stop'),
    ).toEqual(['401', '403', '404']);
    expect(closed(4401)).toEqual(refused);
    expect(http(404)).toEqual(refused);
  });

  it('every code there is has a reason that is in the list, and all others are tried again', () => {
    const ends = [
      ...Array.from({ length: 4000 }, (_, code) => closed(code + 1000)),
      ...Array.from({ length: 500 }, (_, status) => http(status + 100)),
    ];
    for (const end of ends) expect(GATEWAY_END_REASONS).toContain(end.reason);
    expect(ends.filter((end) => end.next === 'stop')).toHaveLength(8);
  });

  it.each([
    [closed(1006), 'closed.1006'],
    [closed(4000), 'closed.4xxx'],
    [closed(3000), 'closed.other'],
    [http(302), 'http.redirect'],
    [http(200), 'notWebSocket'],
    [http(503), 'http.503'],
    [http(418), 'http.other'],
    [failed('ECONNREFUSED'), 'network'],
    [failed('ENOTFOUND'), 'network'],
    [failed(''), 'network'],
    [failed('HANDSHAKE_TIMEOUT'), 'openTimeout'],
    [failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate'],
    [failed('CERT_HAS_EXPIRED'), 'certificateDate'],
    [failed('CERT_NOT_YET_VALID'), 'certificateDate'],
    [failed('ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate'],
    [failed('HPE_INVALID_CONSTANT'), 'notWebSocket'],
    [failed('BAD_HANDSHAKE'), 'notWebSocket'],
    [failed('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'), 'frameTooLarge'],
    [failed('WS_ERR_INVALID_UTF8'), 'badFrame'],
  ])('%o is %s', (verdict, reason) => {
    expect(verdict.reason).toBe(reason);
  });
});
