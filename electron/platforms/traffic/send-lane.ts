import type { Clock } from '../../core/ports/clock.ts';
import type {
  KeepAddress,
  OutgoingMedia,
  SendOutcome,
  SendPart,
  SendRequest,
} from '../../core/ports/connectors.ts';
import { outgoingName } from '#shared/model/outgoing-media.ts';
import { assertNever, type ErrorKind } from '#shared/model/result.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { outcomeOf } from '../adapter/outcome.ts';
import { DeadlineMissed, within } from '#shared/async/deadline.ts';
import { pause } from '../session/pause.ts';
import { ScriptLost, ScriptThrew, type InstalledScript } from '../session/page-script.ts';

/** PL10: between the starts of two sends of one shop, and at most this much more by chance. */
const GAP_MS = 250;
const JITTER_MS = 250;
/** After this nobody knows (CV3): the agent is told within 10 s of whatever went wrong. A later echo still proves it. */
const SEND_DEADLINE_MS = 9_000;
/** A file's way to the platform. Nothing was said to the buyer yet, so a longer one does not leave the agent in doubt. */
const UPLOAD_DEADLINE_MS = 40_000;

export type SendLaneParts = {
  readonly adapter: Adapter;
  readonly clock: Clock;
  /** 0 to 1, like `Math.random`. */
  readonly random: () => number;
  /** Where the agent's files lie; null where none are taken. */
  readonly outgoing: OutgoingMedia | null;
  /** Null while the shop's page may not be written to. */
  readonly script: () => InstalledScript | null;
  /** Why the shop does not send, null when it does. */
  readonly notOnline: () => string | null;
  /** PL5: null when the page still is the right shop's. */
  readonly verifyIdentity: () => Promise<string | null>;
};

/**
 * The writes of one shop. They start one after another with a gap, but a slow one holds no other back.
 * Never rejects: what nobody can know is `unconfirmed`.
 */
export class SendLane {
  readonly #parts: SendLaneParts;
  #nextStartMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(parts: SendLaneParts) {
    this.#parts = parts;
  }

  async send(
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome> {
    const { adapter, notOnline, verifyIdentity, script } = this.#parts;
    const offline = notOnline();
    if (offline !== null) return { kind: 'notWritten', why: offline };
    const ready = await this.#uploaded(request.part, keepAddress);
    if ('kind' in ready) return ready;
    await this.#pace();
    const wrong = notOnline() ?? (await verifyIdentity());
    if (wrong !== null) return { kind: 'notWritten', why: wrong };
    const page = script();
    if (!page) return { kind: 'notWritten', why: 'the page is loading' };
    if (!mayWrite()) return { kind: 'notWritten', why: 'held' };
    return this.#write(page, request, asWritten(ready, adapter));
  }

  /**
   * A file of the agent's as the platform's address of it; all else as it is. Until here the buyer has seen nothing: a page
   * that goes away leaves the message queued, a platform that refuses the file rejects it.
   */
  async #uploaded(part: SendPart, keepAddress: KeepAddress): Promise<SendPart | SendOutcome> {
    if (part.type === 'text' || outgoingName(part.content) === null) return part;
    const { capabilities } = this.#parts.adapter.manifest;
    if (!capabilities.includes('upload') || !capabilities.includes(part.type)) {
      return impossible('platform.notSupported');
    }
    const address = await this.#upload(part.content);
    if (typeof address !== 'string') return address;
    try {
      await keepAddress(address);
    } catch {
      return { kind: 'notWritten', why: 'the address was not kept' };
    }
    return { type: part.type, content: address };
  }

  /** The platform's address of the file, or why there is none. */
  async #upload(content: string): Promise<string | SendOutcome> {
    const { adapter, outgoing, script, verifyIdentity } = this.#parts;
    const file = (await outgoing?.read(content)) ?? null;
    if (file === null) return impossible('media.missing');
    const wrong = await verifyIdentity();
    if (wrong !== null) return { kind: 'notWritten', why: wrong };
    const page = script();
    if (!page) return { kind: 'notWritten', why: 'the page is loading' };
    try {
      const answer = await page.call('invoke', ['upload', file], UPLOAD_DEADLINE_MS);
      if (isNotWritten(answer)) return impossible('media.noUpload');
      return adapter.codec.uploadedUrl?.(answer) ?? impossible('media.refused');
    } catch (error) {
      if (error instanceof ScriptLost) return { kind: 'notWritten', why: 'the page went away' };
      return impossible(error instanceof DeadlineMissed ? 'platform.timeout' : 'media.refused');
    }
  }

  async #write(page: InstalledScript, request: SendRequest, part: SendPart): Promise<SendOutcome> {
    const { adapter, clock } = this.#parts;
    let unknown: SendOutcome = { kind: 'unconfirmed', why: 'timeout' };
    const certain = page
      .call('invoke', ['send', { buyerPin: request.buyerPin, ...part }], SEND_DEADLINE_MS + 1_000)
      .then((answer) =>
        outcomeOf<SendOutcome>(
          answer,
          ({ message }) => adapter.codec.sendEvidence(message),
          (why) => ({ kind: 'notWritten', why }),
        ),
      )
      .catch(unknownBecause)
      .then((outcome) => {
        if (isCertain(outcome)) return outcome;
        // Until the deadline the core may still hear the echo, and the agent is not asked for nothing.
        unknown = outcome;
        return new Promise<never>(() => {});
      });
    return within(clock, SEND_DEADLINE_MS, 'send', certain).catch(() => unknown);
  }

  async #pace(): Promise<void> {
    const { clock, random } = this.#parts;
    const nowMonotonicMs = clock.monotonicMs();
    const startMonotonicMs = Math.max(nowMonotonicMs, this.#nextStartMonotonicMs);
    this.#nextStartMonotonicMs = startMonotonicMs + GAP_MS + random() * JITTER_MS;
    if (startMonotonicMs > nowMonotonicMs)
      await pause(clock, startMonotonicMs - nowMonotonicMs, NEVER);
  }
}

const NEVER = new AbortController().signal;

/**
 * What an adapter cannot send as its own kind goes as the text of it, a link mostly; the screen labels it so (PL9).
 */
const asWritten = (part: SendPart, adapter: Adapter): SendPart =>
  part.type === 'text' || adapter.manifest.capabilities.includes(part.type)
    ? part
    : { type: 'text', content: part.content };

const impossible = (error: ErrorKind): SendOutcome => ({ kind: 'impossible', error });

/** The page has nothing to upload with. */
const isNotWritten = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'notWritten';

const isCertain = (outcome: SendOutcome): boolean => {
  switch (outcome.kind) {
    case 'sent':
    case 'rejected':
    case 'impossible':
    case 'notWritten':
      return true;
    case 'unconfirmed':
      return false;
    default:
      return assertNever(outcome);
  }
};

const unknownBecause = (error: unknown): SendOutcome => {
  if (error instanceof DeadlineMissed) return { kind: 'unconfirmed', why: 'timeout' };
  if (error instanceof ScriptLost) return { kind: 'unconfirmed', why: 'the page went away' };
  const why = error instanceof ScriptThrew ? error.message : 'the answer was not understood';
  return { kind: 'unconfirmed', why };
};
