import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse } from '#shared/model/result.ts';
import type { NoUpdates, UpdateStatus } from '#shared/model/updates.ts';

export type UpdateHandlers = Pick<
  CallHandlers,
  | 'updates.check'
  | 'updates.download'
  | 'updates.later'
  | 'updates.skip'
  | 'updates.installOnQuit'
  | 'updates.installNow'
>;

/** How a program is brought up to date, seen from the program. */
export interface Updates {
  readonly status: UpdateStatus;
  readonly handlers: UpdateHandlers;
  /** Returns its undo. */
  onStatus(hear: (status: UpdateStatus) => void): () => void;
  stop(): void;
  /** Called when the program has written everything and is about to be gone. */
  installAtEnd(): Promise<void>;
}

/** Of a program that does not bring itself up to date. */
export const noUpdates = (why: NoUpdates, version: string, channel: string): Updates => {
  const refused = () => refuse('updates.notNow');
  return {
    status: { version, channel, state: { kind: 'none', why } },
    handlers: {
      'updates.check': refused,
      'updates.download': refused,
      'updates.later': () => ok(null),
      'updates.skip': refused,
      'updates.installOnQuit': refused,
      'updates.installNow': refused,
    },
    onStatus: () => () => undefined,
    stop: () => undefined,
    installAtEnd: () => Promise.resolve(),
  };
};
