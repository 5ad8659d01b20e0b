import type { CallArguments } from '#shared/ipc/contract.ts';
import {
  conversationKey,
  type ConversationKey,
  type ConversationRef,
  type MessageId,
} from '#shared/model/ids.ts';
import type { StagedFile } from '#shared/model/outgoing-media.ts';
import type { AppError, Result } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';
import { troubleOf, type Attached } from './attached.ts';

type Parts = {
  readonly stage: (file: Blob) => Promise<Result<StagedFile>>;
  readonly send: (input: CallArguments<'messages.send'>) => Promise<Result<null>>;
  readonly newId: () => MessageId;
};

/** The files that go with the next sends, at most one per (shop, buyer) (CV1), for as long as this window lives. */
export class AttachmentBook {
  readonly #parts: Parts;
  readonly #files = new Map<ConversationKey, Attached>();
  readonly #listeners = new Set<() => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  read(key: ConversationKey): Attached | null {
    return this.#files.get(key) ?? null;
  }

  /** Puts a file in the place of the one before; the host keeps it until it is sent. */
  add(
    ref: ConversationRef,
    shop: Pick<Shop, 'adapterVersion' | 'capabilities'>,
    files: readonly File[],
    hasDirectory: boolean,
  ): void {
    const key = conversationKey(ref);
    const trouble = troubleOf(files, hasDirectory, shop);
    const [file] = files;
    this.remove(key);
    if (trouble !== null) this.#put(key, { kind: 'failed', trouble });
    else if (file !== undefined) void this.#stage(key, shop, file);
  }

  remove(key: ConversationKey): void {
    const attached = this.read(key);
    if (attached !== null) release(attached);
    this.#put(key, null);
  }

  /**
   * Sends the file that is ready; what is said of one that was not taken goes away. Null when there is none, or when the core has it; refused, it comes back into its place,
   * unless another one was put there meanwhile.
   */
  async send(
    ref: ConversationRef,
  ): Promise<{ readonly error: AppError; readonly isBack: boolean } | null> {
    const key = conversationKey(ref);
    const attached = this.read(key);
    if (attached?.kind === 'failed') this.remove(key);
    if (attached?.kind !== 'ready') return null;
    this.#put(key, null);
    const { shopId, buyerPin } = ref;
    const { messageId, staged } = attached;
    const { type, content } = staged;
    const place = { shopId, buyerPin, messageId };
    const answer = await this.#parts.send({
      ...place,
      type,
      content,
      suggestionId: null,
      typedUpon: null,
    });
    const isBack = !answer.ok && this.read(key) === null;
    if (isBack) this.#put(key, { ...attached, refusal: answer.error });
    else release(attached);
    return answer.ok ? null : { error: answer.error, isBack };
  }

  async #stage(
    key: ConversationKey,
    shop: Pick<Shop, 'adapterVersion' | 'capabilities'>,
    file: File,
  ): Promise<void> {
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    const staging: Attached = { kind: 'staging', name: file.name, bytes: file.size, preview };
    this.#put(key, staging);
    const answer = await this.#parts.stage(file);
    // Taken back, or another one was put in its place.
    if (this.read(key) !== staging) return;
    const taken = answer.ok ? answer.value : null;
    // The bytes have the last word: a video may come under an image's name.
    const trouble = answer.ok
      ? troubleOf([{ type: `${answer.value.type}/`, size: answer.value.bytes }], false, shop)
      : ({ kind: 'error', error: answer.error } as const);
    if (taken === null || trouble !== null) {
      release(staging);
      if (trouble !== null) this.#put(key, { kind: 'failed', trouble });
      return;
    }
    const messageId = this.#parts.newId();
    this.#put(key, { ...staging, kind: 'ready', staged: taken, messageId, refusal: null });
  }

  #put(key: ConversationKey, attached: Attached | null): void {
    if (attached === null) this.#files.delete(key);
    else this.#files.set(key, attached);
    for (const listener of this.#listeners) listener();
  }
}

const release = (attached: Attached): void => {
  if (attached.kind !== 'failed' && attached.preview !== null)
    URL.revokeObjectURL(attached.preview);
};
