import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../core/ports/clock.ts';
import type { StorageFigures } from '../core/ports/storage-figures.ts';
import type { ConversationCount } from '../core/ports/store.ts';
import { bundleWords } from './bundle-words.ts';
import { bundleSections, timeStamp, type OrFailed } from './bundle.ts';
import type { RedactingLog } from './log.ts';
import { readMachine, readStoredSizes } from './machine.ts';
import { DeadlineMissed, within } from '#shared/async/deadline.ts';
import type { CallHandlers, QuarantineEntry } from '#shared/ipc/contract.ts';
import {
  diagnosticsText,
  type DiagnosticsPreview,
  type Queues,
} from '#shared/model/diagnostics.ts';
import type { Language } from '#shared/model/language.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import { ok, refuse, type AppError, type Result } from '#shared/model/result.ts';
import type { Replica } from '#shared/sync/delta.ts';

/** Downloads are refused in the desktop host, so the program writes the file itself. */
const FOLDER = 'diagnostics';
/** A database that hangs must not keep the bundle back that shows it. */
const READ_WITHIN_MS = 2_000;

export type DiagnosticsParts = {
  readonly clock: Clock;
  readonly log: RedactingLog;
  readonly dataDirectory: string;
  readonly replica: () => Replica;
  readonly queues: () => Queues;
  readonly storageFigures: () => StorageFigures;
  readonly countConversations: () => Promise<readonly ConversationCount[]>;
  readonly loadPages: () => Promise<LivePages>;
  readonly loadQuarantine: () => Promise<Result<readonly QuarantineEntry[]>>;
};

export type DiagnosticsHandlers = Pick<
  CallHandlers,
  'diagnostics.loadQueues' | 'diagnostics.loadPages' | 'diagnostics.preview' | 'diagnostics.export'
>;

/** A call that was refused, as an error with its kind. */
class Refused extends Error {
  readonly kind: string;

  constructor({ kind, detail }: AppError) {
    super(kind);
    this.kind = detail === '' ? kind : detail;
  }
}

const valueOf = <Value>(answer: Result<Value>): Value => {
  if (answer.ok) return answer.value;
  throw new Refused(answer.error);
};

/** A kind or a system's code, never a text: an error's own words may quote anything. */
const failureOf = (error: unknown): string => {
  if (error instanceof Refused) return error.kind;
  if (error instanceof DeadlineMissed) return 'timeout';
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : 'failed';
};

const orFailed = async <Value>(clock: Clock, read: Promise<Value>): Promise<OrFailed<Value>> => {
  try {
    return { value: await within(clock, READ_WITHIN_MS, 'figure', read) };
  } catch (error) {
    return { failed: failureOf(error) };
  }
};

/** Writes a file that does not exist yet, readable by its owner only; answers its path. */
const writeNew = async (folder: string, name: string, text: string): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let copy = 1; ; copy += 1) {
    const file = path.join(folder, copy === 1 ? `${name}.txt` : `${name}-${copy}.txt`);
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

/** Shows how the program does, and exports exactly what was shown (SE6). */
class DiagnosticsDesk {
  readonly #parts: DiagnosticsParts;
  #preview: { readonly id: string; readonly text: string } | null = null;

  constructor(parts: DiagnosticsParts) {
    this.#parts = parts;
  }

  async preview(language: Language): Promise<DiagnosticsPreview> {
    const { clock, log, dataDirectory, replica, queues, storageFigures } = this.#parts;
    const { loadQuarantine, countConversations } = this.#parts;
    const [conversations, quarantine, sizes] = await Promise.all([
      orFailed(clock, countConversations()),
      orFailed(clock, loadQuarantine().then(valueOf)),
      orFailed(clock, readStoredSizes(dataDirectory)),
    ]);
    const facts = {
      takenAt: clock.now(),
      machine: readMachine(),
      replica: replica(),
      queues: queues(),
      storageFigures: storageFigures(),
      conversations,
      quarantine,
      sizes,
      logLines: log.recentLines(),
    };
    const sections = bundleSections(facts, bundleWords(language)).map(({ title, text }) => ({
      title,
      text: log.clean(text),
    }));
    const text = log.clean(diagnosticsText(sections));
    const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    this.#preview = { id, text };
    return { previewId: id, sections };
  }

  async export(previewId: string): Promise<Result<{ readonly path: string }>> {
    const { clock, log, dataDirectory } = this.#parts;
    const preview = this.#preview;
    if (preview === null || preview.id !== previewId) return refuse('diagnostics.outdated');
    try {
      const name = `多店诊断-${timeStamp(clock.now())}`;
      return ok({ path: await writeNew(path.join(dataDirectory, FOLDER), name, preview.text) });
    } catch (error) {
      log.warn('diagnostics.notWritten', { code: failureOf(error) });
      return refuse('diagnostics.notWritten', failureOf(error));
    }
  }
}

/** The calls of the contract that are about diagnostics. */
export const diagnosticsHandlers = (parts: DiagnosticsParts): DiagnosticsHandlers => {
  const connectors = new DiagnosticsDesk(parts);
  return {
    'diagnostics.loadQueues': () => ok(parts.queues()),
    'diagnostics.loadPages': async () => ok(await parts.loadPages()),
    'diagnostics.preview': async ({ language }) => ok(await connectors.preview(language)),
    'diagnostics.export': ({ previewId }) => connectors.export(previewId),
  };
};
