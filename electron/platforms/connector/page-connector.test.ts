import { beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../core/ports/connectors.ts';
import { PageGone } from '../session/page-session.ts';
import { asBuyerPin, asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { ADAPTERS } from '../adapters.ts';
import { ConnectorRegistry } from '../connector-registry.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { quietLog } from '../testing/parts.ts';
import { RecordingSink } from '../testing/recording-sink.ts';
import { ScriptedPages, type ScriptAnswers } from '../testing/scripted-pages.ts';
import { realSites } from '../session/site-map.ts';

const SHOP = asShopId('shop-1');
const COOKIE = 'canary-cookie-0001';
const LOGIN = 'https://fxg.jinritemai.com/login/common';
const CAPTCHA = 'https://verify.jinritemai.com/captcha?x=1';
const WORKBENCH = 'https://im.jinritemai.com/pc_seller_v2/main/workspace';
const shapes = Object.fromEntries(
  (ADAPTERS.get('douyin')?.manifest.expectedShapes ?? []).map((name) => [name, true]),
);
const web = (text: string, status = 200) => ({
  status,
  url: 'https://pigeon.jinritemai.com/',
  text,
});
const user = (shopKey = '42') => ({
  ...web(
    `{"code":0,"data":{"ShopId":"${shopKey}","ShopName":"店","CustomerServiceInfo":{"id":"5","screen_name":"王"}}}`,
  ),
  overlay: false,
});
const never = (): Promise<never> => new Promise(() => {});
const healthy: ScriptAnswers = {
  shape: () => shapes,
  identity: () => user(),
  drain: never,
  poll: () => ({ ...web('{"code":0,"data":{"conversations":[]}}'), shopKey: '42' }),
  staff: () => web('{"code":0,"data":[]}'),
};

let clock: FakeClock;
let pages: ScriptedPages;
let sink: RecordingSink;
let connectors: ConnectorRegistry;
let warned: { readonly event: string; readonly detail: unknown }[];
const newDesk = (): ConnectorRegistry =>
  new ConnectorRegistry({
    adapters: ADAPTERS,
    pages,
    sites: realSites(),
    sink,
    clock,
    random: () => 1,
    log: {
      ...quietLog,
      warn: (event, detail) => void warned.push({ event, detail }),
      clean: (text) => text.replaceAll(COOKIE, '[secret]'),
    },
  });
const push = (text = 'sessionid=1'): void => connectors.connect(SHOP, 'douyin', new Secret(text));
const kinds = (): string[] => sink.states(SHOP).map(({ kind }) => kind);
const comeOnline = async (): Promise<void> => {
  push();
  await clock.advance(0);
  expect(kinds()).toEqual(['opening', 'identifying', 'online']);
};

beforeEach(() => {
  clock = new FakeClock();
  pages = new ScriptedPages();
  pages.answers = healthy;
  sink = new RecordingSink();
  warned = [];
  connectors = newDesk();
});

describe('PageConnector', () => {
  it('[SE6] [PL3] what a platform says of a cookie does not quote it', async () => {
    pages.answers = {
      ...healthy,
      identity: () => ({
        ...web(JSON.stringify({ code: 10008, msg: `请重新登录 ${COOKIE}` })),
        overlay: false,
      }),
    };
    push();
    await clock.advance(0);
    expect(sink.state(SHOP)).toMatchObject({
      kind: 'login_required',
      words: '请重新登录 [secret]',
    });
    pages.answers = healthy;
    connectors.retry(SHOP);
    await clock.advance(5_000);
    expect(kinds().at(-1)).toBe('online');
    const refusal = JSON.stringify({ code: 1, msg: `bad ${COOKIE}` });
    pages.answers = { ...healthy, identity: () => ({ ...web(refusal), overlay: false }) };
    await clock.advance(70_000);
    expect(JSON.stringify(sink.facts)).toContain('bad [secret]');
    expect(JSON.stringify(sink.facts)).not.toContain(COOKIE);
  });

  it('[PL1] without a cookie there is nothing to log in with', async () => {
    connectors.connect(SHOP, 'douyin', null);
    await clock.advance(0);
    expect(sink.state(SHOP)).toMatchObject({
      kind: 'login_required',
      reason: { code: 'noCookie' },
    });
    expect(pages.opened).toEqual([]);
  });

  it('[PL3] goes on with the kept session after a restart', async () => {
    await comeOnline();
    await connectors.stop();
    sink = new RecordingSink();
    connectors = newDesk();
    connectors.connect(SHOP, 'douyin', null);
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
    push();
    await clock.advance(0);
    expect(pages.replaced).toHaveLength(1);
    expect(pages.fingerprint).not.toContain('sessionid');
  });

  it('[PL3] a kept session that has expired is made anew from the same push', async () => {
    await comeOnline();
    await connectors.stop();
    sink = new RecordingSink();
    connectors = newDesk();
    pages.landsAt = () => (pages.replaced.length === 1 ? LOGIN : WORKBENCH);
    push();
    await clock.advance(0);
    expect(pages.replaced).toHaveLength(2);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL3] a fresh push that does not log in is not tried again and again', async () => {
    pages.landsAt = () => LOGIN;
    push();
    await clock.advance(120_000);
    expect(pages.replaced).toHaveLength(1);
    expect(pages.opened).toHaveLength(1);
    expect(kinds()).toEqual(['opening', 'login_required']);
  });

  const notes = (): unknown[] =>
    sink.facts.flatMap((fact) => (fact.kind === 'platform.cookieNote' ? [fact.note] : []));

  it('[PL3] one odd cookie is told by its name, also after a restart, until a push is whole', async () => {
    push('sessionid=1; a[0]=secret');
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
    expect(pages.replaced[0]?.map(({ name }) => name)).toEqual(['sessionid']);
    expect(notes()).toEqual([{ count: 1, names: ['a[0]'] }]);
    expect(pages.fingerprint).not.toContain('secret');
    await connectors.stop();
    sink = new RecordingSink();
    connectors = newDesk();
    connectors.connect(SHOP, 'douyin', null);
    await clock.advance(0);
    expect(notes()).toEqual([{ count: 1, names: ['a[0]'] }]);
    push('sessionid=2');
    await clock.advance(0);
    expect(notes().at(-1)).toEqual({ count: 0, names: [] });
  });

  it('[PL13] a deleted shop loses page and session, tells no more, and a new push waits for that', async () => {
    await comeOnline();
    let isCleared = false;
    let clear = (): void => undefined;
    pages.forget = async () => {
      await new Promise<void>((resolve) => (clear = resolve));
      isCleared = true;
      pages.fingerprint = null;
    };
    const told = sink.facts.length;
    const forgotten = connectors.forget(SHOP);
    push('sessionid=2');
    await clock.advance(120_000);
    expect(pages.replaced).toHaveLength(1);
    expect(sink.facts.slice(told).filter(({ kind }) => kind === 'platform.messages')).toEqual([]);
    expect(await connectors.showPage(SHOP, null)).toMatchObject({ ok: false });
    clear();
    await forgotten;
    await clock.advance(0);
    expect(isCleared).toBe(true);
    expect(pages.replaced).toHaveLength(2);
    expect(pages.opened).toHaveLength(2);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL13] a session that cannot be deleted is told, and the shop can be taken up again', async () => {
    await comeOnline();
    pages.forget = () => Promise.reject(new Error('the disk says no'));
    await expect(connectors.forget(SHOP)).rejects.toThrow('the disk says no');
    push();
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL5] remembers over a restart which shop it is', async () => {
    await comeOnline();
    await connectors.stop();
    connectors = newDesk();
    pages.answers = { ...healthy, identity: () => user('43') };
    push('sessionid=of another shop');
    await clock.advance(0);
    expect(sink.state(SHOP)).toMatchObject({ kind: 'identity_mismatch' });
    expect(pages.page.asked).not.toContain('drain');
  });

  const write = (): Promise<SendOutcome> =>
    connectors.send(
      SHOP,
      { buyerPin: asBuyerPin('b'), part: { type: 'text', content: 'x' } },
      () => true,
      async () => {},
    );

  it('[PL5] a write asks who is logged in first', async () => {
    await comeOnline();
    await clock.advance(5_000);
    pages.answers = { ...healthy, identity: () => user('43') };
    const outcome = write();
    await clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'notWritten' });
    expect(pages.page.asked).not.toContain('send');
    expect(sink.state(SHOP)?.kind).toBe('identity_mismatch');
  });

  it('[CV3] [PL5] a page that does not say who it is takes no write, and is not called online', async () => {
    await comeOnline();
    await clock.advance(5_000);
    pages.answers = { ...healthy, identity: never };
    const outcome = write();
    await clock.advance(5_000);
    expect(await outcome).toMatchObject({ kind: 'notWritten' });
    expect(pages.page.asked).not.toContain('send');
    await clock.advance(10_000);
    expect(sink.state(SHOP)?.kind).toBe('degraded');
  });

  it('[PL2] probes every minute', async () => {
    await comeOnline();
    const asked = () => pages.page.asked.filter((name) => name === 'identity').length;
    expect(asked()).toBe(1);
    await clock.advance(59_999);
    expect(asked()).toBe(1);
    await clock.advance(2);
    expect(asked()).toBe(2);
    expect(kinds()).toHaveLength(3);
  });

  it('[PL2] a probe that fails degrades the shop, and heals it', async () => {
    await comeOnline();
    pages.answers = { ...healthy, identity: () => ({ ...web('', 0), overlay: false }) };
    await clock.advance(60_000);
    expect(sink.state(SHOP)).toMatchObject({
      kind: 'degraded',
      reason: { code: 'probe', trace: 'no connection' },
    });
    pages.answers = healthy;
    await clock.advance(15_000);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL2] after a navigation it identifies again before it sends', async () => {
    await comeOnline();
    pages.page.goTo(WORKBENCH);
    await clock.advance(0);
    expect(kinds().slice(3)).toEqual(['identifying', 'online']);
  });

  it('[PL1] a page that is gone is opened again, ever more slowly', async () => {
    await comeOnline();
    pages.page.end(new PageGone('crashed', 'the page crashed'));
    await clock.advance(0);
    expect(sink.state(SHOP)).toMatchObject({ kind: 'offline', reason: { code: 'crashed' } });
    await clock.advance(1_000);
    expect(sink.state(SHOP)?.kind).toBe('online');
    expect(pages.opened).toHaveLength(2);
    await clock.advance(60_000);
    pages.open = () => Promise.reject(new Error('no browser'));
    pages.page.end(new PageGone('closed', 'the browser ended'));
    await clock.advance(0);
    let tries = 0;
    pages.open = () => {
      tries += 1;
      return Promise.reject(new Error('no browser'));
    };
    await clock.advance(15_000);
    expect(tries).toBe(4);
  });

  it('[PL1] a page that crashes whenever it has come online is opened ten times in minutes, not in seconds', async () => {
    await comeOnline();
    for (let time = 0; time < 10; time += 1) {
      pages.page.end(new PageGone('crashed', 'the page crashed'));
      await clock.advance(0);
      for (let second = 0; second < 60 && sink.state(SHOP)?.kind !== 'online'; second += 1) {
        await clock.advance(1_000);
      }
      expect(sink.state(SHOP)?.kind).toBe('online');
    }
    expect(pages.opened).toHaveLength(11);
    expect(clock.monotonicMs()).toBeGreaterThan(100_000);
  });

  it('[PL1] a page that navigates without end is closed, and opened again ever later', async () => {
    await comeOnline();
    const loop = async (): Promise<void> => {
      for (let count = 0; count < 30 && sink.state(SHOP)?.kind !== 'offline'; count += 1) {
        pages.page.goTo(WORKBENCH);
        await clock.advance(50);
      }
      expect(sink.state(SHOP)).toMatchObject({ reason: { code: 'restless' } });
    };
    pages.answers = { ...healthy, identity: never };
    await loop();
    expect(pages.opened).toHaveLength(1);
    await clock.advance(1_000);
    expect(pages.opened).toHaveLength(2);
    await loop();
    await clock.advance(1_000);
    expect(pages.opened).toHaveLength(2);
    await clock.advance(1_000);
    expect(pages.opened).toHaveLength(3);
  });

  it('[SE8] a page that drops events all the time is polled once a second, and the log says for which shop', async () => {
    let [polls, drains] = [0, 0];
    pages.answers = {
      ...healthy,
      drain: async () => {
        drains += 1;
        await new Promise<void>((resolve) => clock.setTimer(10, resolve));
        return { events: [], dropped: 5 };
      },
      poll: () => {
        polls += 1;
        return { ...web('{"code":0,"data":{"conversations":[]}}'), shopKey: '42' };
      },
    };
    await comeOnline();
    await clock.advance(9_900);
    expect(drains).toBeGreaterThan(500);
    expect(polls).toBeLessThanOrEqual(11);
    expect(polls).toBeGreaterThan(5);
    const told = { shopId: SHOP, what: 'stream', why: '5 dropped: too many or too large' };
    expect(warned).toEqual([{ event: 'page.receiveFailed', detail: told }]);
  });

  it('[PL7] kicked stays kicked, also when the same cookie is pushed again', async () => {
    await comeOnline();
    const events = [{ seq: 1, kind: 'kicked', payload: { reason: '别处登录', by: '主管' } }];
    pages.answers = { ...healthy, drain: () => ({ events, dropped: 0 }) };
    pages.page.goTo(WORKBENCH);
    await clock.advance(0);
    expect(sink.state(SHOP)).toMatchObject({ kind: 'kicked', words: '别处登录 · 主管' });
    push();
    await clock.advance(600_000);
    expect(sink.state(SHOP)?.kind).toBe('kicked');
    pages.answers = healthy;
    expect(connectors.retry(SHOP)).toEqual({ ok: true, value: null });
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL8] a challenge is looked after, and over when the workbench is back', async () => {
    await comeOnline();
    pages.landsAt = () => CAPTCHA;
    pages.page.goTo(CAPTCHA);
    await clock.advance(30_000);
    expect(sink.state(SHOP)).toMatchObject({ kind: 'challenge', link: CAPTCHA });
    pages.landsAt = (url) => url;
    await clock.advance(10_000);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[PL8] a page that a person is at is left alone', async () => {
    await comeOnline();
    pages.page.goTo(CAPTCHA);
    await clock.advance(0);
    expect(await connectors.showPage(SHOP, CAPTCHA)).toEqual({ ok: true, value: null });
    await clock.advance(60_000);
    expect(sink.state(SHOP)?.kind).toBe('challenge');
    pages.page.goTo(WORKBENCH);
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[GW13] [PL8] a challenge of the gateway is held until its page was left', async () => {
    await comeOnline();
    connectors.challenge(SHOP, CAPTCHA, '请验证');
    await clock.advance(20_000);
    expect(sink.state(SHOP)).toMatchObject({ kind: 'challenge', words: '请验证' });
    const shown = connectors.showPage(SHOP, CAPTCHA);
    await clock.advance(60_000);
    expect(await shown).toEqual({ ok: true, value: null });
    expect(pages.opened).toHaveLength(2);
    expect(sink.state(SHOP)?.kind).toBe('challenge');
    pages.page.goTo(WORKBENCH);
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  const places = (): unknown[] =>
    sink.facts.flatMap((fact) => (fact.kind === 'platform.pageShown' ? [fact.place] : []));

  it('[PL8] a page opened while all is well stays until it is closed; its images load only while it is shown', async () => {
    await comeOnline();
    expect(pages.page.watched).toContain('Image');
    expect(await connectors.showPage(SHOP, null)).toEqual({ ok: true, value: null });
    await clock.advance(120_000);
    expect(pages.page.isShown).toBe(true);
    expect(pages.page.watched).not.toContain('Image');
    expect(places()).toEqual(['window']);
    await connectors.hidePage(SHOP);
    await clock.advance(0);
    expect(pages.page.isShown).toBe(false);
    expect(pages.page.watched).toContain('Image');
    expect(places()).toEqual(['window', null]);
    expect(sink.state(SHOP)?.kind).toBe('online');
    expect(pages.opened).toHaveLength(1);
  });

  it('[PL8] a page that the agent puts away herself is blocked again, and the mark goes', async () => {
    await comeOnline();
    await connectors.showPage(SHOP, null);
    pages.page.putAway();
    await clock.advance(0);
    expect(pages.page.watched).toContain('Image');
    expect(places()).toEqual(['window', null]);
  });

  it('[PL8] the page goes out of sight by itself when what it was shown for is done', async () => {
    await comeOnline();
    pages.page.goTo(CAPTCHA);
    await clock.advance(0);
    await connectors.showPage(SHOP, CAPTCHA);
    pages.page.goTo(WORKBENCH);
    await clock.advance(0);
    expect(sink.state(SHOP)?.kind).toBe('online');
    expect(pages.page.isShown).toBe(false);
    expect(places()).toEqual(['window', null]);
  });

  it('[PL8] a shown page whose window is closed is opened anew, unseen', async () => {
    await comeOnline();
    await connectors.showPage(SHOP, null);
    pages.page.end(new PageGone('closed', 'the page was closed'));
    await clock.advance(5_000);
    expect(places()).toEqual(['window', null]);
    expect(pages.opened).toHaveLength(2);
    expect(pages.page.isShown).toBe(false);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[GW13] [PL8] putting the page of a challenge away leaves it, and a good probe ends the challenge', async () => {
    await comeOnline();
    connectors.challenge(SHOP, CAPTCHA, '请验证');
    await clock.advance(0);
    await connectors.showPage(SHOP, CAPTCHA);
    pages.page.putAway();
    await clock.advance(10_000);
    expect(places()).toEqual(['window', null]);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });

  it('[GW13] a challenge of the gateway that nobody opens ends with a good probe after a while', async () => {
    await comeOnline();
    connectors.challenge(SHOP, CAPTCHA, '请验证');
    await clock.advance(29_000);
    expect(sink.state(SHOP)?.kind).toBe('challenge');
    await clock.advance(6_000);
    expect(sink.state(SHOP)?.kind).toBe('online');
  });
});
