import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { Program } from '../../electron/program.ts';
import { ReplicaFollower } from '../../renderer/state/replica/replica-store.ts';
import { ADMISSION_PATH, type PageAdmission, pageAdmissionSchema } from '#shared/ipc/admission.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import { asBuyerPin, asShopId } from '#shared/model/ids.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import type { StorageStatus } from '#shared/model/storage-status.ts';
import type { DeltaFrame, Replica } from '#shared/sync/delta.ts';

/** Calls and deltas, whatever carries them. */
type Line = {
  readonly call: (name: string, input: unknown) => Promise<Result<unknown>>;
  /** Returns its undo. */
  readonly onFrame: (hear: (frame: DeltaFrame) => void) => () => void;
};

/** What a page of the app sees and may do: the renderer's own replica over a line, without a screen. */
export class PageHarness {
  readonly #line: Line;
  readonly #follower: ReplicaFollower;

  constructor(line: Line) {
    this.#line = line;
    const bridge: Bridge = {
      call: (name, input) => line.call(name, input) as Promise<Result<never>>,
      on: <Name extends EventName>(name: Name, hear: (payload: Events[Name]) => void) =>
        name === 'sync.delta' ? line.onFrame(hear as (frame: DeltaFrame) => void) : () => undefined,
      onTransport: (hear) => {
        hear('open');
        return () => undefined;
      },
    };
    this.#follower = new ReplicaFollower({
      bridge,
      clock: Date,
      later: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      soon: (run) => void setImmediate(run),
    });
    this.#follower.start();
  }

  get replica(): Replica | null {
    const { phase, overview, conversations } = this.#follower.store.getState();
    if (phase !== 'ready') return null;
    const rows = [...conversations.rows()].map((row) => [row.key, row] as const);
    return { ...overview, conversations: Object.fromEntries(rows), waitingLeftOut: 0 };
  }

  call: Line['call'] = (name, input) => this.#line.call(name, input);

  /** Milliseconds from now until the page shows such a state of the database; rejects when that takes far too long. */
  async until(isIt: (storage: StorageStatus) => boolean, withinMs = 20_000): Promise<number> {
    const from = performance.now();
    const { store } = this.#follower;
    const isShown = (): boolean => this.replica !== null && isIt(this.replica.storage);
    if (isShown()) return 0;
    return new Promise((resolve, reject) => {
      const undo = store.subscribe(() => {
        if (isShown()) settle();
      });
      const late = setTimeout(() => {
        undo();
        reject(new Error(`the page shows ${JSON.stringify(this.replica?.storage)}`));
      }, withinMs);
      const settle = (): void => {
        undo();
        clearTimeout(late);
        resolve(performance.now() - from);
      };
    });
  }

  /** The texts of one conversation, as the timeline has them. */
  async textsOf(shop: string, buyer: string): Promise<readonly string[]> {
    const ref = { shopId: asShopId(shop), buyerPin: asBuyerPin(buyer) };
    const answer = await this.call('messages.loadPage', { ...ref, before: null, limit: 200 });
    if (!answer.ok) return [`refused: ${answer.error.kind} ${answer.error.detail}`];
    const { messages } = answer.value as { messages: readonly { content: string }[] };
    return messages.map(({ content }) => content);
  }

  leave(): void {
    this.#follower.stop();
  }
}

/** A seat in this very process, for a composition that a test has built. */
export const harnessAt = ({ handlers, publisher }: Program): PageHarness =>
  new PageHarness({
    call: async (name, input) =>
      (handlers as unknown as Record<string, (input: unknown) => Promise<Result<unknown>>>)[name]?.(
        input,
      ) ?? refuse('ipc.invalidInput'),
    onFrame: (hear) => publisher.onFrame(hear),
  });

/** What a page is given for the key of its start address. */
const askAdmission = (
  port: number,
  own: Readonly<Record<string, string>>,
  key: string,
): Promise<PageAdmission> =>
  new Promise((resolve, reject) => {
    const headers = { ...own, 'content-type': 'application/json' };
    const asked = request({ port, path: ADMISSION_PATH, method: 'POST', headers }, (answer) => {
      void json(answer).then((given) => resolve(pageAdmissionSchema.parse(given)), reject);
    });
    asked.once('error', reject);
    asked.end(JSON.stringify({ key }));
  });

/** A seat at a running program, by the address that it printed. */
export const harnessOfProgram = async (
  url: string,
): Promise<{ readonly harness: PageHarness; readonly close: () => void }> => {
  const { origin, host, port, hash } = new URL(url);
  const own = { host, origin };
  const { token } = await askAdmission(Number(port), own, hash.replace('#key=', ''));
  // Node does not know that `*.localhost` is this computer.
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ipc`, { headers: own });
  await once(socket, 'open');
  socket.send(JSON.stringify({ token }));
  await once(socket, 'message');
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Set<(frame: DeltaFrame) => void>();
  let lastId = 0;
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as
      | { readonly id: number; readonly result: Result<unknown> }
      | { readonly event: 'sync.delta'; readonly payload: DeltaFrame };
    if ('id' in message) waiting.get(message.id)?.(message.result);
    else for (const hear of listeners) hear(message.payload);
  });
  const harness = new PageHarness({
    call: (name, input) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        socket.send(JSON.stringify({ id: lastId, name, input }));
      }),
    onFrame: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  });
  return {
    harness,
    close: () => {
      harness.leave();
      socket.terminate();
    },
  };
};
