import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import type { SeenSend } from './testing/scripted-world.ts';
import { platformMessage, REF, SHOP, TestCore } from './testing/test-core.ts';
import { isLateSend } from '#shared/model/message.ts';

/** One thing that happens. `spin` picks among what is possible at that moment. */
type Event = { readonly what: (typeof WHATS)[number]; readonly spin: number };
const WHATS = [
  'buyer',
  'ai',
  'ai',
  'agent',
  'agent',
  'manual',
  'auto',
  'typing',
  'online',
  'offline',
  'answer',
  'answer',
  'answer',
  'time',
  'full',
  'crash',
] as const;

/** A life of the app with everything around it random, and a ledger of what the platform was given. */
class Chaos {
  world: TestCore;
  readonly ledger = new Map<string, number>();
  readonly promised = new Set<string>();
  #pending: SeenSend[] = [];
  #taken = 0;
  #count = 0;
  #lives = 0;

  constructor(world: TestCore) {
    this.world = world;
    world.connectors.isHolding = true;
  }

  async happen({ what, spin }: Event): Promise<void> {
    const { world } = this;
    switch (what) {
      case 'buyer':
        this.#start(world.hear(platformMessage({ sentAt: world.clock.now() })));
        break;
      case 'ai': {
        const content = `ai-${(this.#count += 1)}`;
        this.#start(world.aiReplies(content).then(() => this.promised.add(content)));
        break;
      }
      case 'agent': {
        const content = `agent-${(this.#count += 1)}`;
        const sent = world.agentSends(content, content);
        this.#start(sent.then(({ ok }) => ok && this.promised.add(content)));
        break;
      }
      case 'manual':
      case 'auto': {
        const manual = what === 'manual';
        this.#start(
          Promise.resolve(world.core.handlers['conversations.setManual']({ ...REF, manual })),
        );
        break;
      }
      case 'typing':
        await world.core.handlers['conversations.noteTyping']({ ...REF, hasText: spin % 3 > 0 });
        break;
      case 'online':
      case 'offline':
        this.#start(world.setState(what));
        break;
      case 'answer':
        this.#answer(spin);
        break;
      case 'time':
        await world.clock.advance([500, 5_000, 30_000, 130_000][spin % 4] ?? 0);
        break;
      case 'full':
        world.store.failing = spin % 2 === 0 ? 'storage.full' : null;
        break;
      case 'crash':
        await this.#crash(spin);
        break;
    }
    if (spin % 5 > 0) await settled();
  }

  /** Everything works again, until nothing moves any more. */
  async calm(): Promise<void> {
    this.world.store.failing = null;
    await this.world.clock.advance(20_000);
    await this.world.goOnline();
    for (let turn = 0; turn < 40; turn += 1) {
      await settled();
      this.#answer(0);
      await this.world.clock.advance(1_000);
    }
    await this.world.clock.advance(130_000);
  }

  #start(work: Promise<unknown>): void {
    work.catch(() => undefined);
  }

  #write({ part }: SeenSend): void {
    this.ledger.set(part.content, (this.ledger.get(part.content) ?? 0) + 1);
  }

  #collect(): void {
    this.#pending.push(...this.world.connectors.sends.slice(this.#taken));
    this.#taken = this.world.connectors.sends.length;
  }

  #answer(spin: number): void {
    this.#collect();
    const [send] = this.#pending.splice(spin % Math.max(1, this.#pending.length), 1);
    if (send === undefined) return;
    const outcome = spin % 7;
    if (!send.mayWrite() || outcome === 5) {
      send.answer({ kind: 'notWritten', why: 'hold' });
    } else if (outcome === 6) {
      send.answer({ kind: 'rejected', code: '1', text: '不行' });
    } else {
      this.#write(send);
      send.answer(
        outcome === 4 ? { kind: 'unconfirmed', why: 'timeout' } : this.world.connectors.sent(),
      );
    }
  }

  /** kill -9: what was with the platform may or may not have been written. */
  async #crash(spin: number): Promise<void> {
    this.#collect();
    for (const send of this.#pending) if (send.mayWrite() && spin % 2 === 0) this.#write(send);
    this.#pending = [];
    this.#taken = 0;
    this.#lives += 1;
    this.world = await this.world.restart();
    this.world.connectors.isHolding = true;
    this.world.connectors.life = `${this.#lives}`;
  }
}

describe('whatever happens', () => {
  it('[CV3] [CV5] [CV12] a reply is never written twice, and every promised one ends sent, unconfirmed, rejected, held or asked for', async () => {
    const event = fc.record({ what: fc.constantFrom(...WHATS), spin: fc.nat(1000) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 60 }), async (events) => {
        const world = await TestCore.open();
        await world.goOnline();
        await world.hear(platformMessage({ sentAt: world.clock.now() }));
        const chaos = new Chaos(world);
        for (const one of events) await chaos.happen(one);
        await chaos.calm();
        for (const [content, times] of chaos.ledger) expect([content, times]).toEqual([content, 1]);
        const ended = new Map<string, string[]>();
        const note = (content: string, end: string): unknown =>
          ended.set(content, [...(ended.get(content) ?? []), end]);
        for (const { content, send } of await chaos.world.timeline()) {
          if (send !== null) note(content, isLateSend(send) ? 'late' : send.state);
        }
        for (const { content } of chaos.world.conversation().suggestions) note(content, 'held');
        for (const content of chaos.promised) {
          expect([content, ended.get(content)?.length]).toEqual([content, 1]);
          expect(['sent', 'unconfirmed', 'rejected', 'held', 'late']).toContain(
            ended.get(content)?.[0],
          );
        }
        // What the platform was given is never called held, rejected or waiting.
        for (const content of chaos.ledger.keys()) {
          expect(['sent', 'unconfirmed']).toContain(ended.get(content)?.[0]);
        }
        expect(Object.keys(chaos.world.core.replica().shops)).toEqual([SHOP]);
      }),
      { numRuns: 200 },
    );
  }, 120_000);
});
