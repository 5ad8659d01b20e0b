import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mistakeSentence, NOT_MANAGED, readManaged } from './read-managed.ts';

const read = (file: string) => readManaged(file, 'administrator');
const isRoot = process.getuid?.() === 0;

describe("reading the administrator's file", () => {
  let folder = '';
  let file = '';
  const write = (text: string): void => writeFileSync(file, text, { mode: 0o644 });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-managed-'));
    file = path.join(folder, 'managed.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('a computer without one is not managed, and that is no mistake', () => {
    expect(read(file)).toEqual(NOT_MANAGED);
    expect(read(path.join(folder, 'no', 'folder.json'))).toEqual(NOT_MANAGED);
  });

  it('one that is too long for a person, or no file, is a mistake', () => {
    write(JSON.stringify({ off: [] }).padEnd(70_000));
    expect(read(file).status.mistake?.kind).toBe('notJson');
    expect(read(folder).status.mistake).not.toBeNull();
  });

  it('is said in one sentence with file and field', () => {
    const sentence = mistakeSentence(file, { kind: 'wrongValue', field: 'gateway.server' });
    expect(sentence).toBe(`${file} is not followed: it has a wrong value (gateway.server)`);
  });

  // Only root can write a file as root and give it away.
  describe.runIf(isRoot && process.platform !== 'win32')('owned by root', () => {
    it('holds as a whole or, with one mistake, not at all', () => {
      write('{"gateway":{"server":"wss://kefu.example.com"},"off":["updates"]}');
      expect(read(file).status).toEqual({
        server: 'wss://kefu.example.com',
        hasUpdates: false,
        off: ['updates'],
        mistake: null,
      });
      write('{"gateway":{"server":"wss://kefu.example.com"},"of":["updates"]}');
      expect(read(file)).toEqual({
        ...NOT_MANAGED,
        status: { ...NOT_MANAGED.status, mistake: { kind: 'unknownField', field: 'of' } },
      });
    });

    it.each([
      ['of another user', () => chownSync(file, 1234, 0)],
      ['that others may write', () => chmodSync(file, 0o666)],
      ['in a folder that the group may write', () => chmodSync(folder, 0o775)],
    ])('a file %s is not followed: it would send the token anywhere', (_name, spoil) => {
      write('{"gateway":{"server":"wss://evil.example.com"}}');
      spoil();
      expect(read(file)).toMatchObject({
        settings: { server: null },
        status: { server: null, mistake: { kind: 'notOwned' } },
      });
    });
  });

  it('of the user herself holds where she named it', () => {
    write('{"off":["updates"]}');
    expect(readManaged(file, 'self').status).toMatchObject({ off: ['updates'], hasUpdates: false });
    write('{"updates":{"channel":"beta"}}');
    expect(readManaged(file, 'self').status.hasUpdates).toBe(true);
  });

  it.skipIf(isRoot || process.platform === 'win32')('of the user herself is not followed', () => {
    write('{}');
    expect(read(file).status.mistake?.kind).toBe('notOwned');
  });
});
