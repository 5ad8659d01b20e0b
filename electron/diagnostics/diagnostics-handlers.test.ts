import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../core/testing/fake-clock.ts';
import { fitsWithin } from '../ipc/value-size.ts';
import { diagnosticsHandlers, type DiagnosticsParts } from './diagnostics-handlers.ts';
import { createLog } from './log.ts';
import { NOTHING_MANAGED } from '#shared/model/managed.ts';
import { NO_UPDATES } from '#shared/model/updates.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { diagnosticsText } from '#shared/model/diagnostics.ts';
import { UNCONFIGURED_GATEWAY } from '#shared/model/gateway-status.ts';
import { asBuyerPin, asShopId, conversationKey } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import type { Shop } from '#shared/model/shop.ts';
import { CLOCK_OK } from '#shared/model/clock-status.ts';
import { NO_PAGES } from '#shared/model/live-pages.ts';
import { NO_COOKIE_NOTES } from '#shared/model/cookie-note.ts';
import { NO_SHOWN_PAGES } from '#shared/model/shop-page.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { STORAGE_OK } from '#shared/model/storage-status.ts';
import type { Replica } from '#shared/sync/delta.ts';

const SHOP_ID = asShopId('9b2f7c1e-shop');
const BUYER_PIN = asBuyerPin('pin-of-a-buyer');

const shop = (words: string | null): Shop => ({
  shopId: SHOP_ID,
  platform: 'douyin',
  name: '山野零食\u202e',
  alias: null,
  color: '#000000',
  position: 0,
  state: {
    kind: 'challenge',
    since: 0,
    reason: null,
    words,
    link: 'https://verify.example/secret-path',
  },
  capabilities: [],
  adapterVersion: 'douyin 1.0.0',
  textLimit: 1_000,
  defaultMode: 'auto',
  lastHeardAt: 0,
});

const conversation = (): Conversation => ({
  key: conversationKey({ shopId: SHOP_ID, buyerPin: BUYER_PIN }),
  shopId: SHOP_ID,
  buyerPin: BUYER_PIN,
  buyerName: '阿泽的快乐星球',
  avatarUrl: 'https://avatar.example/face.png',
  mode: { kind: 'auto' },
  waitingSince: 1,
  answeredUpTo: null,
  unread: 1,
  last: { origin: 'buyer', type: 'text', text: '什么时候发货', at: 1, sendState: null },
  pinned: {
    type: 'order_card',
    content: '订单号:250904-518080458310434',
    card: null,
    at: 1,
  },
  suggestions: [],
  transferQuestion: null,
  draft: '写到一半的话',
  draftRevision: 0,
  starred: false,
  closed: false,
  firstSeenAt: 1,
  lastOrderAt: 1,
});

const replica = (words: string | null): Replica => {
  const row = conversation();
  return {
    shops: { [SHOP_ID]: shop(words) },
    conversations: { [row.key]: row },
    waitingLeftOut: 0,
    staffLists: {},
    notices: {},
    gateway: {
      ...UNCONFIGURED_GATEWAY,
      phase: 'connected',
      server: 'wss://kefu.example.com',
      pendingFrames: 3,
      outages: [{ from: 1_000, to: 43_500 }],
    },
    storage: STORAGE_OK,
    clock: CLOCK_OK,
    shownPages: NO_SHOWN_PAGES,
    cookieNotes: NO_COOKIE_NOTES,
    managed: NOTHING_MANAGED,
    updates: NO_UPDATES,
    settings: DEFAULT_SETTINGS,
  };
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-diagnostics-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (changes: Partial<DiagnosticsParts> = {}, words: string | null = null) => {
  const clock = new FakeClock();
  const log = createLog(clock, () => undefined);
  const handlers = diagnosticsHandlers({
    clock,
    log,
    dataDirectory: folder,
    replica: () => replica(words),
    countConversations: () => Promise.resolve([{ shopId: SHOP_ID, conversations: 1, waiting: 1 }]),
    storageFigures: () => ({
      waitingCalls: 4,
      mostWaitingCalls: 19,
      slow: [
        {
          operation: 'loadMessages',
          sql: 'SELECT * FROM message\n WHERE shop_id = ?',
          plan: ['SCAN message'],
          count: 3,
          worstMs: 81.4,
        },
        { operation: 'load', sql: null, plan: [], count: 1, worstMs: 60 },
      ],
    }),
    queues: () => ({ waitingWrites: 7, queuedSends: 5, sendsInFlight: 2, unconfirmedSends: 1 }),
    loadPages: () => Promise.resolve(NO_PAGES),
    loadQuarantine: () =>
      Promise.resolve(
        ok([
          { at: 1, reason: { kind: 'typeMissing', about: null }, bytes: 9, preview: '{"…4":"…8"}' },
        ]),
      ),
    ...changes,
  });
  const preview = async (language: 'zh-CN' | 'en' = 'en') => {
    const result = await handlers['diagnostics.preview']({ language });
    if (!result.ok) throw new Error(result.error.kind);
    return result.value;
  };
  return { clock, log, handlers, preview };
};

describe('the diagnostics bundle', () => {
  it('shows versions, line, queues, outages, shops, files, settings, quarantine and log', async () => {
    writeFileSync(path.join(folder, 'duodian.sqlite'), 'x'.repeat(123));
    mkdirSync(path.join(folder, 'sessions'));
    writeFileSync(path.join(folder, 'sessions', 'key'), 'x'.repeat(32));
    const { log, preview } = open();
    log.info('gateway.woke');
    const { sections } = await preview();
    const text = diagnosticsText(sections);
    for (const wanted of [
      `Node: ${process.versions.node}`,
      'SQLite: 3.',
      'Host: browser',
      'State: connected',
      'Server: wss://kefu.example.com',
      'To be confirmed: 3',
      'Waiting for the database: 7',
      'Database calls waiting: 4 (most so far: 19)',
      'loadMessages: 3 times, worst 81 ms\n  SELECT * FROM message  WHERE shop_id = ?\n    SCAN message',
      'load: 1 times, worst 60 ms\n  the whole operation',
      'To be sent: 5',
      'Being sent: 2',
      '42.5 s',
      '山野零食',
      'id: 9b2f7c1e-shop',
      'challenge',
      'douyin 1.0.0',
      'Conversations: 1, Waiting 1',
      'duodian.sqlite  123 bytes',
      'sessions/  32 bytes, 1 files',
      '"takeOverMinutes": 10',
      'typeMissing',
      'info gateway.woke',
    ])
      expect(text).toContain(wanted);
  });

  it('[SE6] knows of buyers only how many they are', async () => {
    const { preview } = open({}, '买家阿泽的订单 250904-518080458310434 异常');
    const text = diagnosticsText((await preview('zh-CN')).sections);
    for (const unwanted of [
      '阿泽',
      'pin-of-a-buyer',
      '什么时候发货',
      'avatar.example',
      '518080458310434',
      '写到一半的话',
      'verify.example',
      '\u202e',
    ])
      expect(text).not.toContain(unwanted);
  });

  it('[SE6] tells of foreign words only how long they are', async () => {
    const { preview } = open({}, 'no order 250904518080 of this buyer');
    const text = diagnosticsText((await preview()).sections);
    expect(text).not.toContain('250904518080');
    expect(text).toMatch(/challenge \(.*, 35 /u);
  });

  it('[SE6] cleans the whole once more: a secret that nobody expected in a shop’s name', async () => {
    const { log, handlers, preview } = open();
    log.redact(new Secret('山野零食'));
    log.info('quoted', { text: '山野零食' });
    const { previewId, sections } = await preview();
    expect(diagnosticsText(sections)).not.toContain('山野零食');
    const result = await handlers['diagnostics.export']({ previewId });
    if (!result.ok) throw new Error(result.error.kind);
    expect(readFileSync(result.value.path, 'utf8')).not.toContain('山野零食');
  });

  it('exports exactly what was previewed, for its owner only, and never over another file', async () => {
    const { log, handlers, preview } = open();
    const { previewId, sections } = await preview('zh-CN');
    log.info('written after the preview');
    const paths: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const result = await handlers['diagnostics.export']({ previewId });
      if (!result.ok) throw new Error(result.error.kind);
      paths.push(result.value.path);
      expect(readFileSync(result.value.path, 'utf8')).toBe(diagnosticsText(sections));
      expect(statSync(result.value.path).mode & 0o777).toBe(0o600);
    }
    expect(new Set(paths).size).toBe(2);
    expect(path.basename(paths[0] ?? '')).toMatch(/^多店诊断-\d{8}-\d{6}\.txt$/u);
    expect(readdirSync(path.join(folder, 'diagnostics'))).toHaveLength(2);
  });

  it('exports nothing but the newest preview', async () => {
    const { log, handlers, preview } = open();
    const first = await preview();
    log.info('something new');
    const second = await preview();
    expect(second.previewId).not.toBe(first.previewId);
    for (const previewId of [first.previewId, 'never-made']) {
      expect(await handlers['diagnostics.export']({ previewId })).toMatchObject({
        ok: false,
        error: { kind: 'diagnostics.outdated' },
      });
    }
  });

  it('says why when the file cannot be written', async () => {
    writeFileSync(path.join(folder, 'diagnostics'), 'a file where the folder should be');
    const { handlers, preview } = open();
    const { previewId } = await preview();
    expect(await handlers['diagnostics.export']({ previewId })).toMatchObject({
      ok: false,
      error: { kind: 'diagnostics.notWritten', detail: 'EEXIST' },
    });
  });

  it('[ST5] is there when the database is not: failing, or not answering at all', async () => {
    const failing = open({
      loadQuarantine: () => Promise.resolve(refuse('storage.unavailable', 'storage.io')),
    });
    const text = diagnosticsText((await failing.preview()).sections);
    expect(text).toContain('could not be read: storage.io');
    const hanging = open({ loadQuarantine: () => new Promise(() => undefined) });
    const previewed = hanging.preview();
    // The folder is read from the real disk meanwhile.
    await hanging.clock.advance(2_000);
    expect(diagnosticsText((await previewed).sections)).toContain('could not be read: timeout');
  });

  it('[SE2] stays far below the cap of an answer, however much there is', async () => {
    const { log, preview } = open({
      loadQuarantine: () =>
        Promise.resolve(
          ok(
            Array.from({ length: 200 }, () => ({
              at: 1,
              reason: { kind: 'older', about: 'x'.repeat(200) },
              bytes: 1,
              preview: 'y'.repeat(300),
            })),
          ),
        ),
    });
    for (let index = 0; index < 1_500; index += 1) log.info('long', { text: 'z'.repeat(4_000) });
    log.info('the last line');
    const previewed = await preview();
    expect(fitsWithin(previewed, 512 * 1024)).toBe(true);
    expect(diagnosticsText(previewed.sections)).toContain('the last line');
  });
});
