import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { UpdateOffer, UpdateState, UpdateStatus } from '#shared/model/updates.ts';
import { troubleOf } from './feed-fetch.ts';
import type { FoundRelease, UpdateFeed } from './update-feed.ts';
import { nextUpdateState, type UpdateEvent } from './update-state.ts';
import type { UpdateHandlers, Updates } from './updates.ts';

/** The work of a start goes first. */
const FIRST_CHECK_MS = 60_000;
const CHECK_EVERY_MS = 4 * 3_600_000;
/** A bar is not moved more often. */
const LEAST_PROGRESS = 0.01;

/** Takes a signed file and puts it in the place of this program. */
export interface UpdateInstaller {
  /** Downloads the file and keeps it for the installation. Rejects as `UpdateFeed.fetchFile` does. */
  stage(found: FoundRelease, hear: (done: number) => void): Promise<void>;
  /** At the very end of the program: looks at the kept file once more, and installs it. Rejects when it is another one by now. */
  install(options: { readonly restarts: boolean }): Promise<void>;
}

export type UpdateDeskParts = {
  readonly version: string;
  readonly channel: string;
  readonly feed: Pick<UpdateFeed, 'find'>;
  readonly installer: UpdateInstaller;
  readonly skipped: { load(): string | null; save(version: string): Promise<void> };
  /** Ends the program in order, as 退出 does. */
  readonly quit: () => void;
  /** Starts this version again when the process is gone. */
  readonly relaunch: () => void;
  readonly clock: Clock;
  readonly log: Log;
};

const offerOf = ({ release, file }: FoundRelease): UpdateOffer => ({
  version: release.version,
  bytes: file.bytes,
  notes: release.notes,
});

/** Looks for newer versions and follows what the agent says about them. Nothing is downloaded and nothing installed unasked. */
export class UpdateDesk implements Updates {
  readonly #parts: UpdateDeskParts;
  readonly #listeners = new Set<(status: UpdateStatus) => void>();
  #state: UpdateState = { kind: 'idle', checkedAt: null };
  #found: FoundRelease | null = null;
  #cancelTimer: () => void = () => undefined;
  #isStopped = false;
  #restarts = false;
  /** 稍后: of this version nothing more is said before the next start. */
  #postponed: string | null = null;

  constructor(parts: UpdateDeskParts) {
    this.#parts = parts;
  }

  readonly handlers: UpdateHandlers = {
    'updates.check': () => this.#do({ kind: 'check' }, () => this.#check()),
    'updates.download': () => this.#do({ kind: 'download' }, () => this.#download()),
    'updates.later': () =>
      this.#do({ kind: 'later' }, () => {
        this.#postponed = this.#found?.release.version ?? null;
      }),
    'updates.skip': () => this.#do({ kind: 'skip' }, () => this.#skip()),
    'updates.installOnQuit': () => this.#do({ kind: 'onQuit' }),
    'updates.installNow': () =>
      this.#do({ kind: 'onQuit' }, () => {
        this.#restarts = true;
        this.#parts.quit();
      }),
  };

  get status(): UpdateStatus {
    const { version, channel } = this.#parts;
    return { version, channel, state: this.#state };
  }

  /** When all else has ended: installs what the agent wants installed. What goes wrong is offered again by the next start. */
  async installAtEnd(): Promise<void> {
    const { installer, log } = this.#parts;
    if (this.#state.kind !== 'ready' || this.#state.install !== 'onQuit') return;
    try {
      await installer.install({ restarts: this.#restarts });
    } catch (error) {
      log.warn('updates.notInstalled', { why: troubleOf(error) });
      // She wanted to go on working: then with the version that she has.
      if (this.#restarts) this.#parts.relaunch();
    }
  }

  onStatus(hear: (status: UpdateStatus) => void): () => void {
    this.#listeners.add(hear);
    return () => {
      this.#listeners.delete(hear);
    };
  }

  start(): void {
    this.#checkIn(FIRST_CHECK_MS);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
    this.#listeners.clear();
  }

  #checkIn(ms: number): void {
    this.#cancelTimer();
    if (this.#isStopped) return;
    this.#cancelTimer = this.#parts.clock.setTimer(ms, () => {
      if (this.#mayAsk() && this.#go({ kind: 'check' })) void this.#check();
      else this.#checkIn(CHECK_EVERY_MS);
    });
  }

  /** What waits for the agent stays as she sees it; of what she put off or skipped there may be a newer one. */
  #mayAsk(): boolean {
    const state = this.#state;
    const isDismissed = state.kind === 'available' && state.dismissed !== null;
    return isDismissed || state.kind === 'idle' || state.kind === 'refused';
  }

  #dismissal(version: string): 'skipped' | 'later' | null {
    if (this.#parts.skipped.load() === version) return 'skipped';
    return this.#postponed === version ? 'later' : null;
  }

  /** False where the event does not fit. */
  #go(event: UpdateEvent): boolean {
    const next = nextUpdateState(this.#state, event);
    if (next === null) return false;
    this.#state = next;
    for (const hear of this.#listeners) hear(this.status);
    return true;
  }

  #do(event: UpdateEvent, then: () => Promise<void> | void = () => undefined): Result<null> {
    if (!this.#go(event)) return refuse('updates.notNow');
    void then();
    return ok(null);
  }

  #fail(error: unknown): void {
    const why = troubleOf(error);
    this.#parts.log.warn('updates.refused', { why });
    this.#go({ kind: 'failed', why });
  }

  async #check(): Promise<void> {
    const { feed, clock } = this.#parts;
    try {
      const found = await feed.find();
      this.#found = found;
      if (found === null) this.#go({ kind: 'newest', at: clock.now() });
      else {
        const dismissed = this.#dismissal(found.release.version);
        this.#go({ kind: 'found', offer: offerOf(found), dismissed });
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#checkIn(CHECK_EVERY_MS);
  }

  async #download(): Promise<void> {
    const found = this.#found;
    if (found === null) return;
    let told = 0;
    try {
      await this.#parts.installer.stage(found, (done) => {
        if (done - told < LEAST_PROGRESS) return;
        told = done;
        this.#go({ kind: 'progress', done });
      });
      this.#go({ kind: 'downloaded' });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #skip(): Promise<void> {
    const version = this.#found?.release.version;
    if (version === undefined) return;
    await this.#parts.skipped
      .save(version)
      .catch(() => this.#parts.log.warn('updates.skipNotKept'));
  }
}
