import { randomUUID } from 'node:crypto';
import type { MessageType } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { Ledger, SeenByBuyer } from '../ledger.ts';
import type { LongIds } from '../long-ids.ts';
import { cardOf, goodsIdOf, isLink } from './cards.ts';
import type {
  Buyer,
  Kick,
  PlatformMessage,
  SendAnswer,
  StaffMember,
  TransferAnswer,
} from './platform-events.ts';
import { PushLine } from './push-line.ts';
import { ActiveFaults, type ShopFault } from './shop-faults.ts';

/** One shop on its platform: what its buyers and its service account say, and who may come in. */
export class SimulatedShop {
  readonly storeId: string;
  readonly platform: Platform;
  readonly name: string;
  /** The platform's own number of the shop. */
  readonly shopKey: string;
  readonly agent: { readonly id: string; readonly name: string };
  readonly faults = new ActiveFaults();
  readonly line: PushLine;
  readonly #ledger: Ledger;
  readonly #ids: LongIds;
  readonly #now: () => number;
  readonly #buyers = new Map<string, Buyer>();
  readonly #conversations = new Map<string, PlatformMessage[]>();
  readonly #buyerListeners = new Map<string, Set<(seen: SeenByBuyer) => void>>();
  /** When each conversation last moved. */
  readonly #movedAt = new Map<string, number>();
  #staff: readonly StaffMember[] = [];
  #kick: Kick = { count: 0, by: '', reason: '' };

  constructor(parts: {
    storeId: string;
    platform: Platform;
    name: string;
    ledger: Ledger;
    ids: LongIds;
    now: () => number;
  }) {
    this.storeId = parts.storeId;
    this.platform = parts.platform;
    this.name = parts.name;
    this.#ledger = parts.ledger;
    this.#ids = parts.ids;
    this.#now = parts.now;
    this.shopKey = parts.ids.next();
    this.agent = { id: parts.ids.next(), name: `${parts.name}:客服` };
    this.line = new PushLine(this.faults);
    this.#ledger.addShop(parts.storeId);
  }

  /** The newest kick; a page that was loaded before it has lost the session. */
  get kick(): Kick {
    return this.#kick;
  }

  get staff(): readonly StaffMember[] {
    return this.#staff;
  }

  setStaff(staff: readonly StaffMember[]): void {
    this.#staff = staff;
  }

  /** A buyer speaks, `at` now or (for a populated demo) in the past. Answers the platform's message id. */
  buyerSays(
    pin: string,
    type: MessageType,
    content: string,
    name: string | null,
    at: number = this.#now(),
  ): string {
    const card = cardOf(type, content);
    const buyer = this.buyer(pin);
    if (name !== null) buyer.name = name;
    const message = this.#store(pin, {
      by: 'buyer',
      type,
      content,
      card,
      at,
      senderName: buyer.name,
    });
    this.#show(pin, { from: 'buyer', type, content, at });
    this.line.message(message);
    return message.serverId;
  }

  /** The service account speaks through a page. What the platform takes is what the buyer sees. */
  agentSends(
    pin: string,
    type: 'text' | 'image' | 'product_card',
    content: string,
    clientMessageId: string,
  ): SendAnswer {
    const refusal = this.faults.refusalOf('send');
    if (refusal !== null) {
      return { kind: 'refused', code: refusal.code, text: refusal.text };
    }
    if (!this.#buyers.has(pin)) return { kind: 'refused', code: '10007', text: '会话不存在' };
    if (type === 'image' && !isLink(content)) {
      return { kind: 'refused', code: '10006', text: '图片地址无效' };
    }
    if (type === 'product_card' && (!isLink(content) || goodsIdOf(content) === '')) {
      return { kind: 'refused', code: '10005', text: '商品不存在' };
    }
    const message = this.ourSideSays(
      pin,
      type,
      content,
      this.agent.name,
      this.#now(),
      clientMessageId,
    );
    this.#ledger.agentSent(this.storeId, {
      buyer: pin,
      type,
      content,
      platform_message_id: message.serverId,
      client_message_id: clientMessageId,
      at: message.at,
    });
    const lost = this.faults.use('lost_echo');
    if (lost !== null) return { kind: 'lost', mode: lost.mode };
    this.line.message(message);
    return { kind: 'taken', message };
  }

  /** Our side spoke, here or elsewhere: kept and shown to the buyer, not pushed. */
  ourSideSays(
    pin: string,
    type: MessageType,
    content: string,
    senderName: string,
    at: number,
    clientMessageId: string = randomUUID(),
  ): PlatformMessage {
    this.buyer(pin);
    const card = cardOf(type, content);
    const message = this.#store(pin, {
      by: 'staff',
      type,
      content,
      card,
      at,
      senderName,
      clientMessageId,
    });
    this.#show(pin, { from: 'shop', type, content, at: message.at });
    return message;
  }

  /** Hands a buyer over; the confirmation comes as a message of the system. */
  transfer(pin: string, staffId: string): TransferAnswer {
    const refusal = this.faults.refusalOf('transfer');
    if (refusal !== null) {
      return { kind: 'refused', code: Number(refusal.code) || 10002, text: refusal.text };
    }
    if (!this.#buyers.has(pin)) return { kind: 'refused', code: 10007, text: '会话不存在' };
    const target = this.#staff.find(({ staff_id: id }) => id === staffId);
    if (target === undefined) return { kind: 'refused', code: 4004, text: '客服不存在' };
    if (!target.online) return { kind: 'refused', code: 4002, text: '该客服已离线,无法转接' };
    const at = this.#now();
    this.#ledger.transferred(this.storeId, {
      buyer: pin,
      staff_id: staffId,
      staff_name: target.name,
      at,
    });
    const message = this.#store(pin, {
      by: 'system',
      type: 'text',
      content: `会话已转接给 ${target.name}`,
      card: null,
      at,
      senderName: '系统消息',
      transferTo: target,
    });
    const late = this.faults.get('late_transfer')?.ms ?? 0;
    if (late === 0) this.line.message(message);
    else setTimeout(() => this.line.message(message), late).unref();
    return { kind: 'taken' };
  }

  /** Conversations, newest first, each with its newest messages (oldest of them first). */
  conversations(
    limit: number,
    messagesEach: number,
  ): readonly { readonly buyer: Buyer; readonly messages: readonly PlatformMessage[] }[] {
    return [...this.#buyers.values()]
      .toSorted((a, b) => (this.#movedAt.get(b.pin) ?? 0) - (this.#movedAt.get(a.pin) ?? 0))
      .slice(0, limit)
      .map((buyer) => ({
        buyer,
        messages: (this.#conversations.get(buyer.pin) ?? []).slice(-messagesEach),
      }));
  }

  get buyers(): readonly Buyer[] {
    return [...this.#buyers.values()];
  }

  /** The buyer of this pin, made when nobody knew it. */
  buyer(pin: string): Buyer {
    const known = this.#buyers.get(pin);
    if (known !== undefined) return known;
    const made = { pin, name: pin };
    this.#buyers.set(pin, made);
    this.#conversations.set(pin, []);
    return made;
  }

  /** Hears what one buyer's screen shows; returns its undo. */
  onBuyerScreen(pin: string, listener: (seen: SeenByBuyer) => void): () => void {
    const listeners = this.#buyerListeners.get(pin) ?? new Set();
    this.#buyerListeners.set(pin, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Adds a fault; what ends sessions is the platform's business, this tells the open pages. */
  applyFault(fault: ShopFault): void {
    if (fault.kind === 'none') {
      const wasChallenged = this.faults.has('challenge');
      this.faults.clear();
      if (wasChallenged) this.line.notify({ kind: 'solved' });
      return;
    }
    if (fault.kind === 'kick') {
      this.#kick = { count: this.#kick.count + 1, by: fault.by, reason: fault.reason };
      this.line.notify({ kind: 'kicked', by: fault.by, reason: fault.reason });
      return;
    }
    this.faults.add(fault);
    if (fault.kind === 'expire') this.line.notify({ kind: 'expired' });
    if (fault.kind === 'challenge') this.line.notify({ kind: 'challenge', mode: fault.mode });
    if (fault.kind === 'drift') this.line.notify({ kind: 'drift', what: fault.what });
  }

  /** A person clicked. False when nothing was asked. */
  solveChallenge(): boolean {
    if (!this.faults.has('challenge')) return false;
    this.faults.remove('challenge');
    this.line.notify({ kind: 'solved' });
    return true;
  }

  #store(
    pin: string,
    parts: Pick<PlatformMessage, 'by' | 'type' | 'content' | 'card' | 'at' | 'senderName'> &
      Partial<Pick<PlatformMessage, 'clientMessageId' | 'transferTo'>>,
  ): PlatformMessage {
    const messages = this.#conversations.get(pin);
    if (messages === undefined) throw new Error(`no conversation of ${pin}`);
    const message: PlatformMessage = {
      serverId: this.#ids.next(),
      pin,
      clientMessageId: '',
      transferTo: null,
      ...parts,
    };
    messages.push(message);
    this.#movedAt.set(pin, Math.max(message.at, this.#movedAt.get(pin) ?? 0));
    return message;
  }

  #show(pin: string, entry: Omit<SeenByBuyer, 'seq'>): void {
    const seen = this.#ledger.buyerSaw(this.storeId, pin, entry);
    for (const listener of this.#buyerListeners.get(pin) ?? []) listener(seen);
  }
}
