import type { PageKit, PageScript } from '../../adapter/adapter.ts';

type FifthDesk = {
  say(buyer: string, text: string): Promise<unknown>;
  /** Returns its undo. */
  hear(listen: (message: unknown) => void): () => void;
};

/** Runs in the workbench of the fifth platform, over its page's one object. */
export const fifthPage = (kit: PageKit): PageScript => {
  const world = globalThis as { readonly fifthDesk?: Partial<FifthDesk> };
  let stop: (() => void) | null = null;

  return kit.script({
    shape: () => ({
      say: typeof world.fifthDesk?.say === 'function',
      hear: typeof world.fifthDesk?.hear === 'function',
    }),
    identity: () => kit.ask('/api/me'),
    operations: {
      poll: () => kit.ask('/api/messages'),
      send: async ({ buyerPin, content }) => {
        const { fifthDesk } = world;
        if (fifthDesk?.say === undefined)
          return { kind: 'notWritten', text: 'the page is not ready' };
        try {
          const message = await fifthDesk.say(String(buyerPin), String(content));
          return { kind: 'resolved', message };
        } catch (error) {
          return kit.threw(error);
        }
      },
    },
    listen: () => {
      stop ??= world.fifthDesk?.hear?.((message) => kit.push('message', message)) ?? null;
    },
    stopListening: () => stop?.(),
  });
};
