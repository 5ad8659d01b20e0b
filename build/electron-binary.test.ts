import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron, obtainElectron } from './electron-binary.ts';

// Where it is installed nothing is fetched.
describe.skipIf(findElectron() !== null)('Electron that cannot be had', () => {
  let server: Server;
  let mirror = '';
  const asked: string[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end('no archive');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/electron/`;
  });
  afterEach(() => new Promise<void>((done) => server.close(() => done())));

  /** Without the mirrors that npm knows of, and without its cache. */
  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    npm_config_electron_mirror: undefined,
    NPM_CONFIG_ELECTRON_MIRROR: undefined,
    electron_config_cache: '/nonexistent/duodian-cache',
    ELECTRON_MIRROR: mirror,
  });

  it('is said with the host that does not answer, and with the way to a mirror', async () => {
    server.close();
    const { host } = new URL(mirror);
    const binary = await obtainElectron(environment());
    expect(binary).toEqual({
      kind: 'missing',
      why: expect.stringMatching(
        `^Electron is not installed and ${host} cannot be reached; ELECTRON_MIRROR names`,
      ) as string,
    });
  });

  it('is asked of the mirror, whose file is not taken unless it is the one that Electron published', async () => {
    const binary = await obtainElectron(environment());
    expect(asked[0]).toBe('HEAD /electron/');
    expect(asked.slice(1)).toContainEqual(
      expect.stringMatching(/^GET \/electron\/v?45\.\d+\.\d+\/electron-v45\.\d+\.\d+-.*\.zip$/u),
    );
    expect(binary).toMatchObject({ kind: 'missing' });
    expect(binary.kind === 'missing' ? binary.why : '').toMatch(
      /^Electron could not be downloaded from 127\.0\.0\.1:\d+; ELECTRON_MIRROR/u,
    );
    expect(findElectron()).toBeNull();
  });
});
