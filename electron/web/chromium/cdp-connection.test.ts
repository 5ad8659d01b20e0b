import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OVERSIZED_EVENT, PageGone } from '../../platforms/session/page-session.ts';
import { CdpConnection, CdpRefusal } from './cdp-connection.ts';
import { PipeLine } from './pipe-line.ts';

/** A connection, and the browser's end of its pipes. */
const connect = (options: { maxMessageBytes?: number; commandTimeoutMs?: number } = {}) => {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const commands: { id: number; method: string; sessionId?: string }[] = [];
  toBrowser.on('data', (bytes: Buffer) => {
    for (const text of bytes.toString().split('\0'))
      if (text !== '') commands.push(JSON.parse(text) as (typeof commands)[number]);
  });
  const line = new PipeLine(toBrowser, fromBrowser, options.maxMessageBytes);
  const connection = new CdpConnection(line, {
    commandTimeoutMs: options.commandTimeoutMs ?? 5_000,
  });
  const say = (message: unknown): boolean => fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { connection, fromBrowser, commands, say };
};

describe('CdpConnection', () => {
  it('answers go to their command, refusals with their code', async () => {
    const { connection, say } = connect();
    const good = connection.send('A');
    const bad = connection.send('B', {}, 's1');
    say({ id: 2, error: { code: -32000, message: 'no' }, sessionId: 's1' });
    say({ id: 1, result: { x: 1 } });
    expect(await good).toEqual({ x: 1 });
    await expect(bad).rejects.toMatchObject({ code: -32000, method: 'B' });
  });

  it('takes messages in pieces, also through a character', async () => {
    const { connection, fromBrowser } = connect();
    const answer = connection.send('A');
    const bytes = Buffer.from(`${JSON.stringify({ id: 1, result: { text: '店铺' } })}\0`);
    for (const byte of bytes) fromBrowser.write(Buffer.of(byte));
    expect(await answer).toEqual({ text: '店铺' });
  });

  it('events go to their session only, and not after the undo', async () => {
    const { connection, say } = connect();
    const heard: unknown[] = [];
    const undo = connection.on('Page.x', 's1', (event) => heard.push(event));
    say({ method: 'Page.x', params: 1, sessionId: 's1' });
    say({ method: 'Page.x', params: 2, sessionId: 's2' });
    say({ method: 'Page.x', params: 3 });
    await new Promise((resolve) => setImmediate(resolve));
    undo();
    say({ method: 'Page.x', params: 4, sessionId: 's1' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([1]);
  });

  it('when the line ends everything open and later is PageGone', async () => {
    const { connection, fromBrowser } = connect();
    const ended: string[] = [];
    connection.onEnd((why) => ended.push(why));
    const open = connection.send('A');
    fromBrowser.destroy();
    await expect(open).rejects.toBeInstanceOf(PageGone);
    await expect(connection.send('B')).rejects.toBeInstanceOf(PageGone);
    expect(ended).toEqual(['the browser ended']);
  });

  it('a session that is gone takes only its own commands with it', async () => {
    const { connection, say } = connect();
    const gone = connection.send('A', {}, 's1');
    const other = connection.send('B', {}, 's2');
    connection.endSession('s1', 'closed');
    say({ id: 2, result: 'ok' });
    await expect(gone).rejects.toBeInstanceOf(PageGone);
    expect(await other).toBe('ok');
  });

  it('a command without an answer rejects', async () => {
    const { connection } = connect({ commandTimeoutMs: 5 });
    await expect(connection.send('A')).rejects.toBeInstanceOf(CdpRefusal);
  });

  it('a broken message ends the line', async () => {
    const { connection, fromBrowser } = connect();
    const ended = new Promise((resolve) => connection.onEnd(resolve));
    fromBrowser.write('no json\0');
    expect(['the browser sent a broken message', 'closed']).toContain(await ended);
    expect(connection.ended).toBe(true);
  });

  it('[SE8] a message that is too large costs its own command, and nothing else', async () => {
    const { connection, fromBrowser, say } = connect({ maxMessageBytes: 1_000 });
    const heard: unknown[] = [];
    connection.on('Page.x', 's1', (event) => heard.push(event));
    const large = connection.send('A', {}, 's1');
    const other = connection.send('B', {}, 's2');
    const text = JSON.stringify({ id: 1, result: 'x'.repeat(5_000), sessionId: 's1' });
    for (let from = 0; from < text.length; from += 700)
      fromBrowser.write(text.slice(from, from + 700));
    fromBrowser.write('\0');
    say({ method: 'Page.x', params: 'y'.repeat(5_000), sessionId: 's1' });
    say({ method: 'Page.x', params: 'small', sessionId: 's1' });
    say({ id: 2, result: 'ok' });
    await expect(large).rejects.toThrow('the answer is too large');
    expect(await other).toBe('ok');
    expect(heard).toEqual([OVERSIZED_EVENT, 'small']);
    expect(connection.ended).toBe(false);
  });
});
