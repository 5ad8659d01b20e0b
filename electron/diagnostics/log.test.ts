import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { createLog } from './log.ts';

const startLog = () => {
  const lines: string[] = [];
  return {
    log: createLog({ now: () => 0, monotonicMs: () => 0 }, (line) => lines.push(line)),
    lines,
  };
};

describe('the log of a host', () => {
  it('[SE6] writes a fingerprint where a registered secret stood, in every spelling', () => {
    const { log, lines } = startLog();
    const token = 'canary "token"/äö';
    log.redact(new Secret(token));
    log.warn('gateway.closed', {
      raw: token,
      address: `wss://host/ws/gui/${encodeURIComponent(token)}/`,
      error: new Error(`refused ${token}`),
    });
    const text = lines.join('\n');
    expect(text).not.toContain('canary');
    expect(text).toMatch(/\[secret:[0-9a-f]{8}\]/u);
  });

  it('[SE6] hides a token in a gateway address that nobody registered', () => {
    const { log, lines } = startLog();
    log.info('opening', { address: 'ws://127.0.0.1:4/ws/gui/never-registered/' });
    expect(lines[0]).not.toContain('never-registered');
  });

  it('[SE6] hides a cookie header as a whole and each of its values', () => {
    const { log, lines } = startLog();
    log.redactCookies(
      asShopId('a'),
      new Secret('sid=abcdefgh12345678; theme=dark; pin=jd=user=0001'),
    );
    log.info('cookie', { one: 'abcdefgh12345678', two: 'x jd=user=0001 y', kept: 'dark' });
    expect(lines[0]).not.toContain('abcdefgh12345678');
    expect(lines[0]).not.toContain('jd=user=0001');
    expect(lines[0]).toContain('dark');
  });

  it('[SE6] leaves no head of a secret behind when a long line is cut', () => {
    const { log, lines } = startLog();
    log.redact(new Secret('canary-secret-across-the-cut'));
    for (let pad = 4000; pad < 4100; pad += 1) {
      log.info('long', { text: `${'x'.repeat(pad)}canary-secret-across-the-cut` });
    }
    expect(lines.join('\n')).not.toContain('canary');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(4097);
  });

  it('prints secrets as placeholders, errors with their text, and one line for an event', () => {
    const { log, lines } = startLog();
    log.info('odd', { secret: new Secret('abc'), error: new Error('a\nb') });
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    log.info('loop', loop);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('[secret]');
    expect(lines[0]).toContain('Error: a\\nb');
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('keeps the newest thousand lines, in order', () => {
    const { log } = startLog();
    for (let index = 0; index < 2_345; index += 1) log.info(`event.${index}`);
    const kept = log.recentLines();
    expect(kept).toHaveLength(1_000);
    expect(kept[0]).toContain('event.1345');
    expect(kept.at(-1)).toContain('event.2344');
  });

  it('[SE6] a secret that became known later is not in the lines that are kept', () => {
    const { log } = startLog();
    log.info('early', { text: 'canary-token-0001' });
    log.redact(new Secret('canary-token-0001'));
    expect(log.recentLines().join('\n')).not.toContain('canary');
  });

  it('tells a second writer what was said before, then everything once', () => {
    const { log, lines } = startLog();
    log.info('one');
    const second: string[] = [];
    log.alsoTo((line) => second.push(line));
    log.info('two');
    expect(second).toEqual(lines);
  });
});
