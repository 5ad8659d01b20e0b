import { describe, expect, it } from 'vitest';
import type { Fact } from '../core/ports.ts';
import { createLog } from './log.ts';
import { redactingSink } from './redacting-ports.ts';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';

const shopId = asShopId('shop');
const COOKIE = 'canary-cookie-0001';

const accepted = async (fact: Fact): Promise<string> => {
  const log = createLog({ now: () => 0 }, () => undefined);
  log.redact(new Secret(COOKIE));
  const taken: Fact[] = [];
  const sink = redactingSink(
    {
      accept: (one) => {
        taken.push(one);
        return Promise.resolve();
      },
    },
    log,
  );
  await sink.accept(fact);
  return JSON.stringify(taken);
};

describe('what others say on its way in', () => {
  it.each<Fact>([
    {
      kind: 'gateway.frame',
      frame: { type: 'error', content: `登录失败 ${COOKIE}`, store_id: shopId },
    },
    {
      kind: 'platform.event',
      shopId,
      event: { kind: 'probe.failed', trace: `the page said ${COOKIE}` },
      at: 0,
    },
    {
      kind: 'platform.event',
      shopId,
      event: { kind: 'login.required', words: `请重新登录 ${COOKIE}` },
      at: 0,
    },
    {
      kind: 'gateway.quarantined',
      entry: { at: 0, reason: { kind: 'typeUnknown', about: COOKIE }, bytes: 9, preview: COOKIE },
    },
  ])('[SE6] [PL3] does not quote a cookie back: $kind $event.kind', async (fact) => {
    const text = await accepted(fact);
    expect(text).not.toContain('canary');
    expect(text).toContain('[secret:');
  });

  it('[SE6] a pushed cookie is known to the log before anything else sees the frame', async () => {
    const lines: string[] = [];
    const log = createLog({ now: () => 0 }, (line) => lines.push(line));
    const sink = redactingSink(
      {
        accept: async () => {
          log.warn('shop.refused', { why: 'thor=canary-cookie-0002 is not valid' });
        },
      },
      log,
    );
    await sink.accept({
      kind: 'gateway.frame',
      frame: {
        type: 'connect_success',
        content: 'thor=canary-cookie-0002; pin=x',
        store_id: shopId,
        store_name: '店',
        platform_name: '京东',
      },
    } as Fact);
    expect(lines.join()).toContain('is not valid');
    expect(lines.join()).not.toContain('canary');
  });

  it('leaves everything else as it is', async () => {
    const fact: Fact = { kind: 'platform.heard', shopId, at: 1 };
    expect(await accepted(fact)).toBe(JSON.stringify([fact]));
  });
});
