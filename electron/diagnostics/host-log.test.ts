import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-crash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process of its own that keeps its log in `folder`, knows one secret, and then runs `body`. */
const run = (body: string): { code: number | null; stderr: string; file: string } => {
  const here = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
  const program = `
    const { openHostLog } = await import(${here('./host-log.ts')});
    const { Secret } = await import(${here('../../shared/model/secret.ts')});
    const log = openHostLog({ now: () => 0 }, (code) => process.exit(code));
    log.info('before');
    log.keepIn(${JSON.stringify(folder)});
    log.redact(new Secret('canary-token-0001'));
    setInterval(() => {}, 1000);
    ${body}`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  return {
    code: status,
    stderr,
    file: readFileSync(path.join(folder, 'logs', 'duodian.log'), 'utf8'),
  };
};

describe('the end of a host by a fault of its own', () => {
  it.each([
    ['uncaughtException', "setTimeout(() => { throw new Error('refused canary-token-0001'); });"],
    ['unhandledRejection', "void Promise.reject(new Error('refused canary-token-0001'));"],
    ['unhandledRejection', "void Promise.reject('refused canary-token-0001');"],
    ['uncaughtException', 'setTimeout(() => { throw Object.create(null); });'],
  ])('[SE6] %s is logged without secrets on both ways, and ends with 1', (event, body) => {
    const { code, stderr, file } = run(body);
    expect(code).toBe(1);
    for (const text of [stderr, file]) {
      expect(text).toContain(`process.${event}`);
      expect(text).not.toContain('canary');
    }
    expect(file).toContain('info before');
  });

  it('the last lines before an exit are in the file', () => {
    const { code, file } = run("log.info('goodbye'); process.exit(0);");
    expect(code).toBe(0);
    expect(file).toContain('info goodbye');
  });
});
