import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { SessionVault, type KeptSession } from './session-vault.ts';

const shop = asShopId('../shop/一');
const session: KeptSession = {
  fingerprint: 'mark',
  cookies: [
    {
      name: 'sessionid',
      value: 'CANARY-cookie-text',
      domain: '.a.example',
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      expires: -1,
    },
  ],
};

let folder: string;
let warned: string[];
const vault = (): SessionVault =>
  new SessionVault(folder, { info: () => {}, warn: (event) => void warned.push(event) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duodian-vault-'));
  warned = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('SessionVault', () => {
  it('[PL4] keeps a session over a restart', async () => {
    await vault().save(shop, session);
    expect(await vault().load(shop)).toEqual(session);
    expect(await vault().load(asShopId('other'))).toBeNull();
  });

  it('[PL3] [SE6] no file holds the cookie readable, and none is readable by others', async () => {
    await vault().save(shop, session);
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect((await readFile(join(folder, name))).includes('CANARY')).toBe(false);
      if (process.platform !== 'win32')
        expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
  });

  it('[PL4] a deleted session is gone', async () => {
    const kept = vault();
    await kept.save(shop, session);
    await kept.delete(shop);
    expect(await vault().load(shop)).toBeNull();
    expect(await readdir(folder)).toEqual(['key']);
  });

  it('a damaged, foreign or keyless file is no session', async () => {
    await vault().save(shop, session);
    const name = (await readdir(folder)).find((file) => file.endsWith('.session')) ?? '';
    const sealed = await readFile(join(folder, name));
    const damaged = Buffer.from(sealed);
    damaged.writeUInt8(damaged.readUInt8(40) ^ 1, 40);
    for (const bytes of [damaged, sealed.subarray(0, 20), Buffer.alloc(0)]) {
      await writeFile(join(folder, name), bytes);
      expect(await vault().load(shop)).toBeNull();
    }
    await writeFile(join(folder, name), sealed);
    await rm(join(folder, 'key'));
    expect(await vault().load(shop)).toBeNull();
    expect(new Set(warned)).toEqual(new Set(['session.unreadable']));
  });

  it('changes of one shop do not overtake each other', async () => {
    const kept = vault();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        kept.update(shop, (before) => ({
          ...before,
          fingerprint: `${before.fingerprint ?? ''}${index},`,
        })),
      ),
    );
    const fingerprint = (await kept.load(shop))?.fingerprint;
    expect(fingerprint).toBe(Array.from({ length: 20 }, (_, index) => `${index},`).join(''));
  });
});
