import { PageGone } from '../../../electron/platforms/session/page-session.ts';
import {
  ScriptedPage,
  type ScriptAnswers,
} from '../../../electron/platforms/testing/scripted-pages.ts';
import { ADAPTERS } from '../../../electron/platforms/adapters.ts';
import type { ShopId } from '#shared/model/ids.ts';

const CRASHED = new PageGone('crashed', 'the page crashed');

const WORKBENCH = 'https://im.jinritemai.com/pc_seller_v2/main/workspace';
const PIGEON = 'https://pigeon.jinritemai.com/';

/**
 * Where a reply is cut: each name is a moment of its way, and whether the platform has it by then.
 * `Before` and `After` are the write; `echo` is what the stream shows of it.
 */
export const CUTS = [
  'none',
  'identityHangs',
  'identityFails',
  'threwBefore',
  'hangsBefore',
  'hangsAfter',
  'hangsAfterNoEcho',
  'emptyAnswer',
  'emptyAnswerNoEcho',
  'rejected',
  'navigatesBefore',
  'navigatesAfter',
  'crashesBefore',
  'crashesAfter',
  'kickedBefore',
  'kickedAfter',
  'challengedAfter',
  'swappedBefore',
  'swappedAtWrite',
  'killedBefore',
  'killedAfter',
] as const;
export type Cut = (typeof CUTS)[number];

/** Newest messages of a conversation in the list. */
const MOST_LISTED = 10;

type Said = {
  readonly serverId: string;
  readonly buyer: string;
  readonly content: string;
  readonly role: 'buyer' | 'self';
  readonly at: number;
};
type PageEvent = { readonly seq: number; readonly kind: string; readonly payload: unknown };
type SendGiven = { readonly buyerPin: string; readonly content: string };

const never = (): Promise<never> => new Promise(() => undefined);
const web = (text: string) => ({ status: 200, url: PIGEON, text });
const SHAPES = Object.fromEntries(
  (ADAPTERS.get('douyin')?.manifest.expectedShapes ?? []).map((name) => [name, true]),
);

/** The platform's side of one shop: what it has of a conversation, whoever wrote it from which page. */
export class ShopBooks {
  readonly key: string;
  readonly said: Said[] = [];
  readonly #now: () => number;

  constructor(key: string, now: () => number) {
    this.key = key;
    this.#now = now;
  }

  add(role: Said['role'], buyer: string, content: string): Said {
    const serverId = `${this.key}-${this.said.length + 1}`;
    const said = { serverId, buyer, content, role, at: this.#now() };
    this.said.push(said);
    return said;
  }

  /** What reached buyers: text and buyer, in order. */
  delivered(): readonly Said[] {
    return this.said.filter(({ role }) => role === 'self');
  }

  /** As the page's objects have it. */
  shape({ serverId, buyer, content, role, at }: Said): unknown {
    return {
      serverId,
      conversationId: `${buyer}:${this.key}::2:1:pigeon`,
      content,
      createdAt: at,
      ext: {
        type: 'text',
        's:sender_biz_role': role === 'buyer' ? '1' : '2',
        's:send_response_status': '0',
        check_code: '0',
      },
    };
  }
}

/**
 * The workbench page of one shop in one life of the app. It shows the shop whose cookie the session holds, which need not
 * be the shop that it was opened for.
 */
export class ShopSite {
  readonly shopId: ShopId;
  readonly own: ShopBooks;
  /** Whose books the session opens. */
  shown: ShopBooks;
  /** For the next send that comes so far. */
  cut: Cut = 'none';
  /** Called when the cut has happened. */
  onCut: (cut: Cut) => void = () => undefined;
  isKicked = false;
  isChallenged = false;
  #page: ScriptedPage | null = null;
  #isDead = false;
  #events: PageEvent[] = [];
  #seq = 0;
  #wake: () => void = () => undefined;

  constructor(shopId: ShopId, own: ShopBooks) {
    this.shopId = shopId;
    this.own = own;
    this.shown = own;
  }

  open(): ScriptedPage {
    this.#events = [];
    this.isKicked = false;
    this.#page = new ScriptedPage(
      () => this.#answers,
      (url) => url,
    );
    return this.#page;
  }

  /** The process is gone, and its browser with it: nothing answers any more. */
  die(): void {
    this.#isDead = true;
  }

  navigate(): void {
    this.#events = [];
    this.#page?.goTo(WORKBENCH);
  }

  /** On the platform's stream. */
  show(said: Said): void {
    if (this.shown === this.own) this.#push('message', this.own.shape(said));
  }

  #push(kind: string, payload: unknown): void {
    this.#seq += 1;
    this.#events.push({ seq: this.#seq, kind, payload });
    this.#wake();
  }

  readonly #answers: ScriptAnswers = {
    shape: () => SHAPES,
    identity: () => this.#alive(this.#identity()),
    drain: (after) => this.#alive(this.#drain(Number(after))),
    poll: () => this.#alive(this.#poll()),
    staff: () => this.#alive(web('{"code":0,"data":[]}')),
    send: (_name, given) => this.#alive(this.#send(given as SendGiven)),
  };

  async #alive<Value>(value: Value | Promise<Value>): Promise<Value> {
    const known = await value;
    return this.#isDead ? never() : known;
  }

  #identity(): unknown {
    if (this.cut === 'identityHangs') {
      this.#cutNow();
      return never();
    }
    if (this.cut === 'identityFails') {
      this.#cutNow();
      return { ...web(''), status: 0, overlay: false };
    }
    const { key } = this.shown;
    const user = { id: `agent-${key}`, screen_name: '王' };
    const data = { ShopId: key, ShopName: `店${key}`, CustomerServiceInfo: user };
    return { ...web(JSON.stringify({ code: 0, data })), overlay: this.isChallenged };
  }

  async #drain(after: number): Promise<unknown> {
    this.#events = this.#events.filter(({ seq }) => seq > after);
    if (this.#events.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return { events: [...this.#events], dropped: 0 };
  }

  #poll(): unknown {
    const { shown } = this;
    const byBuyer = Map.groupBy(shown.said, ({ buyer }) => buyer);
    const conversations = [...byBuyer].map(([buyer, said]) => ({
      conversationId: `${buyer}:${shown.key}::2:1:pigeon`,
      messages: said.slice(-MOST_LISTED).map((one) => shown.shape(one)),
    }));
    const data = { code: 0, data: { conversations } };
    return { ...web(JSON.stringify(data)), shopKey: shown.key };
  }

  /** A cut happens once. */
  #cutNow(): void {
    const { cut } = this;
    this.cut = 'none';
    this.onCut(cut);
  }

  /** The page writes: what it does to the books comes first, then what is left of the answer. */
  #send({ buyerPin, content }: SendGiven): unknown {
    const { cut, shown } = this;
    const isWritten = !cut.endsWith('Before') && cut !== 'rejected' && cut !== 'swappedAtWrite';
    const said = isWritten ? shown.add('self', buyerPin, content) : null;
    const isShown = said !== null && !cut.endsWith('NoEcho') && !cut.startsWith('killed');
    if (isShown) this.show(said);
    this.#cutNow();
    return this.#rest(cut, said, shown);
  }

  #rest(cut: Cut, said: Said | null, shown: ShopBooks): unknown {
    switch (cut) {
      case 'threwBefore':
        return { kind: 'threw', text: 'Network Error' };
      case 'rejected':
        return {
          kind: 'resolved',
          message: {
            conversationId: `b:${shown.key}::2:1:pigeon`,
            ext: { type: 'text', 's:send_response_status': '1', check_code: '0' },
          },
        };
      case 'emptyAnswer':
      case 'emptyAnswerNoEcho':
        return { kind: 'resolved', message: null };
      case 'navigatesBefore':
      case 'navigatesAfter':
      case 'swappedBefore':
      case 'swappedAtWrite':
        this.navigate();
        throw new Error('Inspected target navigated or closed');
      case 'crashesBefore':
      case 'crashesAfter':
        this.#page?.end(CRASHED);
        throw CRASHED;
      case 'kickedBefore':
      case 'kickedAfter':
        this.isKicked = true;
        this.#push('kicked', { reason: '别处登录', by: '主管' });
        return never();
      case 'challengedAfter':
        this.isChallenged = true;
        this.#push('challenge', {});
        return never();
      case 'hangsBefore':
      case 'hangsAfter':
      case 'hangsAfterNoEcho':
      case 'killedBefore':
      case 'killedAfter':
        return never();
      case 'none':
      case 'identityHangs':
      case 'identityFails':
        return said === null ? never() : { kind: 'resolved', message: shown.shape(said) };
      default:
        return cut satisfies never;
    }
  }
}
