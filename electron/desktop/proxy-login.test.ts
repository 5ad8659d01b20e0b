import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { ProxyLogin } from './proxy-login.ts';

const SILENT = { info: () => undefined, warn: () => undefined };
const PROXY = { isProxy: true, scheme: 'basic', host: 'proxy.example', port: 3128, realm: '' };

const open = () => {
  let told = 0;
  const login = new ProxyLogin({
    loginOf: (host, port) =>
      `${host}:${port}` === 'proxy.example:3128' ? new Secret('ann:a:b') : null,
    tell: () => (told += 1),
    log: SILENT,
  });
  return { login, told: () => told, page: () => new EventEmitter() as never };
};

describe('[PL11] whoever asks for a password', () => {
  it('gets what the environment knows of that proxy, once a page until it has let one through', () => {
    const { login, told, page } = open();
    const first = page();
    expect(login.answer(first, PROXY)).toEqual({ username: 'ann', password: 'a:b' });
    expect(login.answer(page(), PROXY)).not.toBeNull();
    expect(told()).toBe(0);
    expect(login.answer(first, PROXY)).toBeNull();
    (first as EventEmitter).emit('did-navigate');
    expect(login.answer(first, PROXY)).not.toBeNull();
  });

  it('is told to the person once, where a proxy goes on asking or is another one', () => {
    const { login, told, page } = open();
    for (const port of [1, 2]) expect(login.answer(page(), { ...PROXY, port })).toBeNull();
    expect(login.answer(undefined, PROXY)).toBeNull();
    expect(told()).toBe(1);
  });

  it('gets nothing where it is a site', () => {
    const { login, told, page } = open();
    expect(login.answer(page(), { ...PROXY, isProxy: false })).toBeNull();
    expect(told()).toBe(0);
  });
});
