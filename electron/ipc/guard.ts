import type { Log } from '../core/ports/log.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import {
  CALLS,
  type CallArguments,
  type CallHandlers,
  type CallOutput,
} from '#shared/ipc/contract.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import type { DeltaPublisher } from './delta-publisher.ts';
import { fitsWithin } from './value-size.ts';

/** Largest input of one call, in characters. The longest legal one is a text of `MAX_CONTENT_CHARACTERS`, a sixteenth of it. */
export const MAX_INPUT_CHARACTERS = 1024 * 1024;
/** The most that one UTF-16 unit takes as JSON text in UTF-8: a control character or a half surrogate becomes `\u0000`. */
const MAX_BYTES_PER_CHARACTER = 6;
/**
 * Largest request on a line that counts bytes. Every input within `MAX_INPUT_CHARACTERS` fits, with its envelope, whatever its
 * characters: an input that is too long is refused by this guard and does not cut the line.
 */
export const MAX_REQUEST_BYTES = MAX_INPUT_CHARACTERS * MAX_BYTES_PER_CHARACTER + 4096;
/** Largest answer of one call. A snapshot of 50 shops with 2,000 conversations each is about 60 million characters. */
export const MAX_RESULT_CHARACTERS = 128 * 1024 * 1024;

const isCallName = (name: string): name is CallName => Object.hasOwn(CALLS, name);

/** Where a broken input is broken: paths and rules, never the input's own text (it may hold a token). */
const whereBroken = (
  issues: readonly { readonly path: readonly PropertyKey[]; readonly code: string }[],
): string =>
  issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || 'input'}: ${issue.code}`)
    .join('; ');

const callKnown = async <Name extends CallName>(
  handlers: CallHandlers,
  name: Name,
  input: unknown,
): Promise<Result<CallOutput<Name>>> => {
  const parsed = CALLS[name].input.safeParse(input);
  if (!parsed.success) return refuse('ipc.invalidInput', whereBroken(parsed.error.issues));
  // The schema of this very name made the data; the compiler cannot follow the pair through the table.
  return await handlers[name](parsed.data as CallArguments<Name>);
};

/** What stands behind the doorway. */
export type Doorway = {
  readonly handlers: CallHandlers;
  /** An answer never overtakes a change that came before it. */
  readonly publisher: Pick<DeltaPublisher, 'flush'>;
  readonly log: Log;
};

/**
 * SE2: the one doorway from a page into the program, for both transports. The name must be one of the contract's, the input
 * must pass its schema, the answer must stay within the cap. It never rejects: what goes wrong inside becomes
 * `ipc.invalidInput` or `ipc.failed`, and the cause goes to the log. What was published before the answer goes out before it:
 * the page takes the two in their order, and a window that was told late would take its own older text for another's (CV13).
 */
export const handleRequest = async (
  doorway: Doorway,
  name: string,
  input: unknown,
): Promise<Result<unknown>> => {
  const result = await answerOf(doorway, name, input);
  doorway.publisher.flush();
  return result;
};

const answerOf = async (
  { handlers, log }: Doorway,
  name: string,
  input: unknown,
): Promise<Result<unknown>> => {
  if (!isCallName(name)) {
    log.warn('ipc.unknownCall', { name: name.slice(0, 64) });
    return refuse('ipc.invalidInput', 'unknown call');
  }
  try {
    if (!fitsWithin(input, MAX_INPUT_CHARACTERS)) {
      log.warn('ipc.inputTooLarge', { name });
      return refuse('ipc.invalidInput', 'input too large');
    }
    const result = await callKnown(handlers, name, input);
    if (!result.ok && result.error.kind === 'ipc.invalidInput') {
      log.warn('ipc.invalidInput', { name, where: result.error.detail });
    }
    if (!fitsWithin(result, MAX_RESULT_CHARACTERS)) {
      log.warn('ipc.resultTooLarge', { name });
      return refuse('ipc.failed', 'answer too large');
    }
    return result;
  } catch (error) {
    log.warn('ipc.failed', { name, error });
    return refuse('ipc.failed');
  }
};
