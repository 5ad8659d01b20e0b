import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { PageScript } from '../adapter/adapter.ts';
import { scriptSource } from '../session/page-script.ts';
import { jdCodec } from './codec.ts';
import { jdManifest } from './manifest.ts';
import { jdPage } from './page.ts';

const KEY = '9007199254740993';

type FakeItem = {
  textContent: string;
  querySelector(selector: string): FakeItem | null;
  getAttribute(name: string): string | null;
  click(): void;
};
const item = (
  textContent: string,
  more: {
    readonly pin?: string;
    readonly parts?: Record<string, string>;
    readonly click?: () => void;
  } = {},
): FakeItem => ({
  textContent,
  querySelector: (selector) => {
    const text = more.parts?.[selector];
    return text === undefined ? null : item(text);
  },
  getAttribute: (name) => (name === 'data-pin' ? (more.pin ?? null) : null),
  click: () => more.click?.(),
});

/** A bare context: what the script needs beyond these it would have to bring itself. */
const install = (
  parts: {
    readonly staff?: readonly (readonly [name: string, status: string])[];
    /** What the page says after a click on a member; null closes the list. */
    readonly tip?: string | null;
    readonly missing?: readonly string[];
    readonly customerKey?: string;
    readonly opensMs?: number;
  } = {},
) => {
  const sent: { readonly to: string | undefined; readonly part: unknown }[] = [];
  const picked: string[] = [];
  const asked: unknown[][] = [];
  let customer: { pin: string; venderId: string } | null = null;
  let isListOpen = false;
  let tip = '';
  const chats = ['b1', 'b:2'].map((pin) =>
    item(pin, {
      pin,
      click: () =>
        setTimeout(
          () => (customer = { pin, venderId: parts.customerKey ?? KEY }),
          parts.opensMs ?? 0,
        ),
    }),
  );
  const rows = (parts.staff ?? []).map(([name, status]) =>
    item(`${name} ${status}`, {
      parts: { '.transfer-name': name, '.transfer-status': status },
      click: () => {
        picked.push(name);
        if (typeof parts.tip === 'string') ({ tip } = parts as { tip: string });
        else isListOpen = false;
      },
    }),
  );
  const found = (selector: string): readonly FakeItem[] => {
    if (parts.missing?.includes(selector)) return [];
    switch (selector) {
      case '.alluser-item':
        return chats;
      case '#t-chat-scroll .message':
        return customer === null ? [] : [item('在吗')];
      case '.chat-transfer-desc':
        return [item('转接', { click: () => (isListOpen = !isListOpen) })];
      case '.transfer-list-item':
        return isListOpen ? rows : [];
      case '.transfer-empty':
        return isListOpen && rows.length === 0 ? [item('暂无')] : [];
      case '.transfer-tip':
        return isListOpen ? [item(tip)] : [];
      default:
        return [];
    }
  };
  const session = {
    get customer() {
      return customer;
    },
    messages: (): unknown => [{ mid: 7n, body: { secret: { deep: { deeper: 1 } } } }],
    send: (part: unknown): unknown => {
      sent.push({ to: customer?.pin, part });
      return { code: 0, mid: '77' };
    },
  };
  const world: Record<string, unknown> = {
    session,
    document: {
      querySelector: (selector: string) => found(selector)[0] ?? null,
      querySelectorAll: found,
      documentElement: {},
    },
    MutationObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
    fetch: (...given: unknown[]) => {
      asked.push(given);
      const text = `{"data":{"pin":"p","venderId":${KEY}}}`;
      return Promise.resolve({ status: 200, url: 'x', text: () => Promise.resolve(text) });
    },
  };
  const script = runInNewContext(scriptSource(jdPage), world) as PageScript;
  const open = (pin: string): void => void (customer = { pin, venderId: KEY });
  return { script, session, sent, picked, asked, open, world, isListOpen: () => isListOpen };
};

const ready = async (parts: Parameters<typeof install>[0] = {}) => {
  const page = install(parts);
  await page.script.identity();
  const send = (buyerPin: string, content: string, type = 'text'): Promise<unknown> =>
    page.script.invoke('send', { buyerPin, type, content });
  const transfer = (staffId: string): Promise<unknown> =>
    page.script.invoke('transfer', { buyerPin: 'b1', staffId });
  return { ...page, send, transfer };
};

describe('the page script of 京东', () => {
  it('[PL2] names what the page lacks', () => {
    const { script, session, world, open } = install({ missing: ['.alluser-item'] });
    expect(install().script.shape()).toMatchObject({ chatRows: true });
    expect(Object.keys(script.shape()).toSorted()).toEqual(jdManifest.expectedShapes.toSorted());
    expect(script.shape()).toMatchObject({ session: true, send: true, chatRows: true });
    open('b1');
    expect(script.shape()).toMatchObject({ chatRows: false });
    Reflect.deleteProperty(session, 'send');
    expect(script.shape()).toMatchObject({ session: true, send: false });
    delete world['session'];
    expect(script.shape()).toMatchObject({ session: false, messages: false });
  });

  it('asks the page’s own address for who is logged in, and follows no redirect', async () => {
    const { asked } = await ready();
    expect(asked).toEqual([
      [
        '/workbench/checkin.json?version=2.6.3&client=openweb',
        { credentials: 'include', redirect: 'manual' },
      ],
    ]);
  });

  it('[CV3] writes into the chat of the buyer it is for, also when two write at once', async () => {
    const { send, sent } = await ready({ opensMs: 20 });
    const answers = await Promise.all([
      send('b1', 'eins'),
      send('b:2', 'https://x/2.png', 'image'),
      send('b1', 'drei'),
    ]);
    expect(sent).toEqual([
      { to: 'b1', part: { type: 'text', content: 'eins' } },
      { to: 'b:2', part: { type: 'image', url: 'https://x/2.png' } },
      { to: 'b1', part: { type: 'text', content: 'drei' } },
    ]);
    expect(answers[0]).toEqual({ kind: 'resolved', message: { code: 0, mid: '77' } });
  });

  it('a send that never answers holds no other chat back', async () => {
    const { send, session, sent } = await ready();
    session.send = () => new Promise(() => {});
    void send('b1', 'verloren');
    await new Promise((resolve) => setTimeout(resolve, 200));
    session.send = (part) => sent.push({ to: session.customer?.pin, part });
    await send('b:2', 'da');
    expect(sent).toMatchObject([{ to: 'b:2' }]);
  });

  it('a write whose turn does not come in time is not made, not even later', async () => {
    const { send, sent } = await ready({ opensMs: 1_200 });
    const first = send('b1', 'eins');
    const second = send('b:2', 'zwei');
    const third = send('b1', 'drei');
    expect(await first).toMatchObject({ kind: 'resolved' });
    expect(await third).toEqual({ kind: 'notWritten', text: '页面正忙,请稍后再试' });
    expect(await second).toMatchObject({ kind: 'resolved' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent.map(({ part }) => part)).toEqual([
      { type: 'text', content: 'eins' },
      { type: 'text', content: 'zwei' },
    ]);
  }, 15_000);

  it('what the page throws is told', async () => {
    const { send, session } = await ready();
    session.send = () => {
      throw new Error('no network');
    };
    expect(await send('b1', 'x')).toEqual({ kind: 'threw', text: 'no network' });
  });

  it('[PL5] writes nothing into a chat of another shop or of a buyer that the page does not show', async () => {
    const other = await ready({ customerKey: '999' });
    expect(await other.send('b1', 'x')).toMatchObject({ kind: 'notWritten' });
    const { send, sent } = await ready();
    // The agent is told: the page will not show that buyer by itself.
    const answer = (await send('nobody', 'x')) as { readonly message?: unknown };
    expect(jdCodec.sendEvidence(answer.message)).toMatchObject({
      kind: 'rejected',
      code: 'notListed',
    });
    expect([...sent, ...other.sent]).toEqual([]);
  }, 15_000);

  it('[PL6] hands the page’s messages up as plain bounded values', async () => {
    const { script, session } = await ready();
    expect(await script.invoke('poll', {})).toEqual({
      kind: 'resolved',
      shopKey: KEY,
      messages: [{ mid: '7', body: { secret: { deep: null } } }],
    });
    session.messages = () => Promise.reject(new Error('403'));
    expect(await script.invoke('poll', {})).toEqual({ kind: 'threw', text: '403' });
    session.messages = () => 'none';
    expect(await script.invoke('poll', {})).toBeNull();
  });

  it('[CV10] lists staff by name, and closes the list again', async () => {
    const { script, isListOpen } = await ready({
      staff: [
        ['王', '在线'],
        ['王', '离线'],
      ],
    });
    expect(await script.invoke('staff', {})).toEqual([
      { id: '王', name: '王', online: true },
      { id: '王 #2', name: '王', online: false },
    ]);
    expect(isListOpen()).toBe(false);
    expect(await (await ready()).script.invoke('staff', {})).toEqual([]);
  });

  it('[CV10] picks the one member of that name', async () => {
    const { transfer, picked } = await ready({ staff: [['王', '在线']], tip: null });
    expect(await transfer('王')).toEqual({ kind: 'resolved', answer: { refused: null } });
    expect(picked).toEqual(['王']);
  });

  it('[CV10] tells the platform’s own no, and closes the list', async () => {
    const { transfer, isListOpen } = await ready({ staff: [['李', '离线']], tip: '该客服已离线' });
    expect(await transfer('李')).toEqual({ kind: 'resolved', answer: { refused: '该客服已离线' } });
    expect(isListOpen()).toBe(false);
  });

  it('[CV10] namesakes and nobody are refused, with the reason, and nobody is picked', async () => {
    const { transfer, picked, isListOpen } = await ready({
      staff: [
        ['王', '在线'],
        ['王', '在线'],
      ],
    });
    for (const id of ['王', '王 #2'])
      expect(await transfer(id)).toMatchObject({ text: expect.stringContaining('2 位同名') });
    expect(await transfer('李')).toEqual({ kind: 'notWritten', text: '转接列表里没有「李」' });
    expect(picked).toEqual([]);
    expect(isListOpen()).toBe(false);
  });

  it('[CV10] [PL2] a transfer that moved says so, and the shop goes on', async () => {
    const { transfer, script, send } = await ready({ missing: ['.chat-transfer-desc'] });
    expect(await transfer('王')).toMatchObject({
      text: expect.stringContaining('.chat-transfer-desc'),
    });
    expect(await script.invoke('staff', {})).toBeNull();
    expect(await send('b1', 'x')).toMatchObject({ kind: 'resolved' });
    expect(Object.values(script.shape())).not.toContain(false);
  });
});
