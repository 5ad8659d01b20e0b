import { describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { isUsableToken, parseGatewayAddress, socketUrl } from './address.ts';

const read = (text: string) => {
  const result = parseGatewayAddress(text);
  return result.ok ? result.value : result.error.kind;
};
const urlOf = (text: string, token = 'tok') => {
  const result = parseGatewayAddress(text);
  return result.ok ? socketUrl(result.value, new Secret(token)) : result.error.kind;
};

describe('[GW1] address', () => {
  it.each([
    ['wss://kf.example.com', 'wss://kf.example.com/ws/gui/tok/'],
    ['ws://kf.example.com', 'ws://kf.example.com/ws/gui/tok/'],
    ['https://kf.example.com', 'wss://kf.example.com/ws/gui/tok/'],
    ['http://kf.example.com:8000', 'ws://kf.example.com:8000/ws/gui/tok/'],
    ['https://kf.example.com/office/', 'wss://kf.example.com/office/ws/gui/tok/'],
    ['  WSS://KF.Example.com/a/b  ', 'wss://kf.example.com/a/b/ws/gui/tok/'],
    ['kf.example.com:8443', 'wss://kf.example.com:8443/ws/gui/tok/'],
    ['kf.example.com', 'wss://kf.example.com/ws/gui/tok/'],
    ['kf.example.com:80', 'ws://kf.example.com/ws/gui/tok/'],
    ['192.168.1.5:8000', 'ws://192.168.1.5:8000/ws/gui/tok/'],
    ['172.20.0.1:8000/x', 'ws://172.20.0.1:8000/x/ws/gui/tok/'],
    ['127.0.0.1:9000', 'ws://127.0.0.1:9000/ws/gui/tok/'],
    ['localhost:9000', 'ws://localhost:9000/ws/gui/tok/'],
    ['[::1]:9000', 'ws://[::1]:9000/ws/gui/tok/'],
    ['ws://kf.example.com/ws/gui/', 'ws://kf.example.com/ws/gui/tok/'],
    ['ws://kf.example.com/office/ws/gui/old-token/', 'ws://kf.example.com/office/ws/gui/tok/'],
    ['wss://客服.example.com', 'wss://xn--ubtq9x.example.com/ws/gui/tok/'],
  ])('%s', (text, url) => {
    expect(urlOf(text)).toBe(url);
  });

  it.each([
    '',
    '   ',
    'ftp://kf.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ws://',
    'ws://user:pass@kf.example.com',
    'ws://kf.example.com?x=1',
    'ws://kf.example.com#x',
    'ws://kf.example.com:99999',
    'ws://kf.example.com:0',
    'kf example.com',
    'http:\\\\kf.example.com',
    'ws://[::1',
    'x'.repeat(3000),
  ])('refuses %j', (text) => {
    expect(read(text)).toBe('gateway.addressInvalid');
  });

  it('the token is percent-encoded, so that it stays one part of the path', () => {
    expect(urlOf('ws://h', 'a/b?c#d e%中')).toBe('ws://h/ws/gui/a%2Fb%3Fc%23d%20e%25%E4%B8%AD/');
    expect(urlOf('ws://h', ' tok\n')).toBe('ws://h/ws/gui/tok/');
    for (const useless of ['', '  ', '.', '..'])
      expect(isUsableToken(new Secret(useless))).toBe(false);
    expect(isUsableToken(new Secret('...'))).toBe(true);
  });

  it('[GW1] plain ws is marked, but for this machine', () => {
    const isMarked = (text: string) => {
      const address = read(text);
      return typeof address === 'object' && address.isPlaintext;
    };
    expect(isMarked('ws://kf.example.com')).toBe(true);
    expect(isMarked('http://192.168.1.5:8000')).toBe(true);
    expect(isMarked('ws://127.0.0.1.example.com')).toBe(true);
    expect(isMarked('wss://kf.example.com')).toBe(false);
    for (const own of [
      'ws://127.0.0.1:1',
      'ws://127.8.9.10',
      'ws://localhost',
      'ws://[::1]:5',
      'ws://a.localhost',
    ]) {
      expect(isMarked(own)).toBe(false);
    }
  });

  it('the label shows scheme, host and port only', () => {
    expect(read('https://kf.example.com:8443/office/ws/gui/old-token/')).toEqual({
      base: 'wss://kf.example.com:8443/office',
      server: 'wss://kf.example.com:8443',
      isPlaintext: false,
    });
  });
});
