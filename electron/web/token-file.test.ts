import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { openTokenFile } from './token-file.ts';

let folder = '';
const lines: string[] = [];
const log = {
  info: () => undefined,
  warn: (event: string, detail?: unknown) => void lines.push(`${event} ${JSON.stringify(detail)}`),
};
beforeEach(() => {
  lines.length = 0;
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the token file of the browser host', () => {
  it('keeps server and token over a restart, until it is cleared', async () => {
    const vault = openTokenFile(folder, log);
    expect(await vault.load()).toBeNull();
    await vault.save({
      server: 'wss://host/prefix',
      token: new Secret('令牌 "x"'),
      wasAccepted: true,
    });
    const kept = await openTokenFile(folder, log).load();
    expect(kept?.server).toBe('wss://host/prefix');
    expect(kept?.token.reveal()).toBe('令牌 "x"');
    await vault.clear();
    expect(await vault.load()).toBeNull();
    expect(lines).toEqual([]);
  });

  it.each(['', '{', 'canary', '{"server":1,"token":"canary"}', '["canary"]'])(
    '[SE6] a damaged file counts as none, and what it holds is not said: %s',
    async (text) => {
      writeFileSync(path.join(folder, 'connection.json'), text);
      expect(await openTokenFile(folder, log).load()).toBeNull();
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toContain('canary');
    },
  );
});
