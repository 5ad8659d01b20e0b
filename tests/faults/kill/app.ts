import type { Core } from '../../../electron/core/core.ts';
import type { Connectors } from '../../../electron/core/ports/connectors.ts';
import type { FactSink } from '../../../electron/core/ports/facts.ts';
import type { Log } from '../../../electron/core/ports/log.ts';
import { comeOnline } from '../../../electron/core/testing/come-online.ts';
import { conversationKey, type ConversationRef, type ShopId } from '#shared/model/ids.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { CoreProgram } from '../../core-program.ts';
import type { FromApp, PlatformAnswer, PlatformAsk, ToApp } from './wire.ts';

/**
 * One life of the app for the kill loop: the real core, database thread and gateway client, as the workbench puts them
 * together. Pages are left out because a browser takes seconds to start: the platform's far end is the parent process,
 * at the other end of the IPC channel. `argv[2]` is the storage worker's module.
 */
const tell = (message: FromApp): void => {
  if (process.connected) process.send?.(message);
};

const tellFailedStep: Log['warn'] = (event, detail) => {
  if (event === 'core.stepFailed') tell({ tell: 'stepFailed', why: String(detail?.['message']) });
};

/** Connectors whose pages are in the parent. They ask who is logged in before it writes, as the page connector does (PL5). */
class FarDesk implements Connectors {
  readonly #answers = new Map<number, (value: PlatformAnswer) => void>();
  readonly #onPage: (shopId: ShopId) => void;
  #calls = 0;

  constructor(onPage: (shopId: ShopId) => void) {
    this.#onPage = onPage;
  }

  answer(call: number, value: PlatformAnswer): void {
    this.#answers.get(call)?.(value);
    this.#answers.delete(call);
  }

  connect(...[shopId]: Parameters<Connectors['connect']>): void {
    void this.#ask({ ask: 'connect', shopId }).then(() => this.#onPage(shopId));
  }

  forget(): Promise<void> {
    return Promise.resolve();
  }

  async send(
    ...[shopId, request, mayWrite]: Parameters<Connectors['send']>
  ): ReturnType<Connectors['send']> {
    await this.#ask({ ask: 'identity', shopId });
    if (!mayWrite()) return { kind: 'notWritten', why: 'held' };
    const answer = await this.#ask({ ask: 'send', shopId, request });
    return answer !== null && 'outcome' in answer
      ? answer.outcome
      : { kind: 'unconfirmed', why: 'no answer' };
  }

  async listStaff(
    ...[shopId]: Parameters<Connectors['listStaff']>
  ): ReturnType<Connectors['listStaff']> {
    const answer = await this.#ask({ ask: 'staff', shopId });
    return answer !== null && 'staff' in answer ? ok(answer.staff) : refuse('shop.notOnline');
  }

  async transfer(
    ...[shopId, { operationId, staffId }]: Parameters<Connectors['transfer']>
  ): ReturnType<Connectors['transfer']> {
    const answer = await this.#ask({ ask: 'transfer', shopId, operationId, staffId });
    return answer !== null && 'transfer' in answer
      ? answer.transfer
      : { kind: 'unconfirmed', why: 'no answer' };
  }

  showPage(): ReturnType<Connectors['showPage']> {
    return Promise.resolve(refuse('shop.noPage'));
  }

  async hidePage(): Promise<void> {}

  challenge(): null {
    return null;
  }

  retry(): ReturnType<Connectors['retry']> {
    return refuse('shop.notOnline');
  }

  #ask(what: PlatformAsk): Promise<PlatformAnswer> {
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve) => {
      this.#answers.set(call, resolve);
      tell({ tell: 'ask', call, what });
    });
  }
}

type Running = { readonly program: CoreProgram; readonly connectors: FarDesk };

/** Tells the parent what the core called durable. */
const telling = (core: Core): FactSink => ({
  accept: async (fact) => {
    await core.accept(fact);
    if (fact.kind !== 'gateway.frame') return;
    const { content, message_id: frameId = null } = fact.frame;
    tell({ tell: 'kept', content, frameId, isReply: fact.frame.type === 'message' });
  },
});

const open = async (file: string, server: string): Promise<Running> => {
  const program = await CoreProgram.open({
    file,
    workerUrl: new URL(process.argv[2] ?? '', 'file:'),
    // A conversation that was answered is out of memory at once, so that every kill meets one that must be looked up (PF1).
    keptAtRest: 0,
    log: { info: () => undefined, warn: tellFailedStep },
    sink: telling,
  });
  const { core } = program;
  const connectors = new FarDesk((shopId) => void comeOnline(core, shopId, Date.now()));
  await program.begin(server, connectors);
  tell({ tell: 'opened', isRepaired: program.opened.repair !== null });
  return { program, connectors };
};

/** The agent takes the oldest suggestion of a conversation, if there is one. */
const adopt = async ({ core }: CoreProgram, ref: ConversationRef): Promise<void> => {
  const [first] = core.replica().conversations[conversationKey(ref)]?.suggestions ?? [];
  if (first === undefined) return;
  const { suggestionId, content } = first;
  const adopted = await core.handlers['suggestions.adopt']({ ...ref, suggestionId });
  if (adopted.ok) tell({ tell: 'queued', content });
};

const look = async ({ core, opened }: CoreProgram): Promise<void> => {
  const { openSends } = await opened.store.load();
  const moving = openSends.filter(({ send }) => send?.state !== 'unconfirmed').length;
  tell({ tell: 'looked', pendingFrames: core.replica().gateway.pendingFrames, moving });
};

const hear = async (app: Running, message: Exclude<ToApp, { say: 'open' }>): Promise<void> => {
  const { program, connectors } = app;
  const { core } = program;
  switch (message.say) {
    case 'answer':
      return connectors.answer(message.call, message.value);
    case 'messages': {
      const { shopId, messages } = message;
      await core.accept({ kind: 'platform.messages', shopId, messages });
      const ids = messages.map(({ platformMessageId }) => platformMessageId);
      return tell({ tell: 'taken', shopId, ids });
    }
    case 'reply': {
      const { ref, messageId, content } = message;
      const input = {
        ...ref,
        messageId,
        type: 'text',
        content,
        suggestionId: null,
        typedUpon: null,
      } as const;
      const queued = await core.handlers['messages.send'](input);
      if (queued.ok) tell({ tell: 'queued', content });
      return;
    }
    case 'mode':
      await core.handlers['conversations.setManual']({ ...message.ref, manual: message.manual });
      return;
    case 'adopt':
      return adopt(program, message.ref);
    case 'transfer': {
      const { ref, staffId } = message;
      await core.handlers['transfers.start']({ ...ref, staffId, reason: '' });
      return;
    }
    case 'look':
      return look(program);
    case 'stop':
      await program.close();
      return process.disconnect();
    default:
      message satisfies never;
  }
};

let running: Promise<Running> | null = null;
process.on('message', (message: ToApp) => {
  if (message.say === 'open') running = open(message.file, message.gateway);
  else void running?.then((app) => hear(app, message));
});
// Nobody is there to kill it any more.
process.on('disconnect', () => process.exit(0));
tell({ tell: 'warm' });
