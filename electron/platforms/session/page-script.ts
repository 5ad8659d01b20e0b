import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { pageKit } from '../adapter/page-kit.ts';
import type { PageSession } from './page-session.ts';
import { within } from '#shared/async/deadline.ts';

/** The page navigated, its frame went, or it was closed: this script is no more, another must be installed. */
export class ScriptLost extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'ScriptLost';
  }
}

/** The script or the page's own code threw. */
export class ScriptThrew extends Error {
  constructor(text: string) {
    super(text.slice(0, 300));
    this.name = 'ScriptThrew';
  }
}

/** Characters of JSON in one answer: some thousand messages. To read more at once would hold up all other shops. */
const LONGEST_ANSWER = 1.5 * 1024 * 1024;

const evaluatedSchema = z.object({
  result: z.object({ objectId: z.string().optional(), value: z.unknown().optional() }),
  exceptionDetails: z
    .object({
      text: z.string().optional(),
      exception: z.object({ description: z.string().optional() }).optional(),
    })
    .optional(),
});
type Evaluated = z.output<typeof evaluatedSchema>;

/**
 * Runs in the page: calls one function of the script and hands its answer up as bounded text: JSON, or after a `!` (no
 * JSON begins so) what was thrown. Only the language itself is relied on for the bound: a page may have changed `JSON`, `Promise` and every prototype.
 */
const CALL = `async function (name, parameters, longest) {
  try {
    const answer = await this[name](...parameters);
    const text = JSON.stringify(answer === undefined ? null : answer);
    if (typeof text !== 'string') return '!the answer of ' + name + ' is no JSON';
    return text.length > longest ? '!the answer of ' + name + ' is too large' : text;
  } catch (error) {
    let text = 'the page threw';
    try {
      text = error.name + ': ' + error.message;
    } catch {}
    return typeof text === 'string' && text.length <= 300 ? '!' + text : '!the page threw';
  }
}`;

/**
 * One installed page script. It is held as a remote object, so nothing of it can be seen from the page's own code, and it
 * is called without enabling `Runtime`, which pages can notice and which reports everything the page logs.
 */
export class InstalledScript {
  readonly #page: PageSession;
  readonly #clock: Clock;
  readonly #objectId: string;
  #lost = false;

  constructor(page: PageSession, clock: Clock, objectId: string) {
    this.#page = page;
    this.#clock = clock;
    this.#objectId = objectId;
  }

  get isLost(): boolean {
    return this.#lost;
  }

  /** Rejects with `ScriptLost`, `ScriptThrew` or `DeadlineMissed`. */
  async call(name: string, parameters: readonly unknown[], deadlineMs: number): Promise<unknown> {
    if (this.#lost) throw new ScriptLost('the page has changed');
    const command = this.#page
      .send('Runtime.callFunctionOn', {
        objectId: this.#objectId,
        functionDeclaration: CALL,
        arguments: [{ value: name }, { value: parameters }, { value: LONGEST_ANSWER }],
        awaitPromise: true,
        returnByValue: true,
      })
      // Whatever the words are, a command that cannot be run any more means that the object is gone.
      .catch((error: unknown) => {
        this.#lost = true;
        throw new ScriptLost(error instanceof Error ? error.message : 'the page has changed');
      });
    const { value } = takeResult(await within(this.#clock, deadlineMs, name, command));
    return takeAnswer(name, value);
  }

  /** Undoes what the script did in the page; never rejects. */
  async dispose(): Promise<void> {
    if (this.#lost) return;
    await this.call('dispose', [], 2_000).catch(() => {});
    this.#lost = true;
  }
}

const takeResult = (answer: unknown): Evaluated['result'] => {
  const { result, exceptionDetails } = evaluatedSchema.parse(answer);
  if (exceptionDetails)
    throw new ScriptThrew(
      exceptionDetails.exception?.description ?? exceptionDetails.text ?? 'the page threw',
    );
  return result;
};

const takeAnswer = (name: string, value: unknown): unknown => {
  if (typeof value !== 'string') throw new ScriptThrew(`the answer of ${name} is no text`);
  if (value.startsWith('!')) throw new ScriptThrew(value.slice(1));
  try {
    return JSON.parse(value);
  } catch {
    throw new ScriptThrew(`the answer of ${name} is no JSON`);
  }
};

/** The text that makes an adapter's script in a page: the kit, then the script over it. */
export const scriptSource = (script: Adapter['page']): string =>
  `(${script.toString()})((${pageKit.toString()})())`;

/** Runs the script's source text in the frame of `scopeObjectId`, or in the main frame, and holds what it makes. */
export const installScript = async (
  page: PageSession,
  clock: Clock,
  source: string,
  scopeObjectId: string | null,
): Promise<InstalledScript | null> => {
  const answer = await (scopeObjectId === null
    ? page.send('Runtime.evaluate', { expression: source })
    : page.send('Runtime.callFunctionOn', {
        objectId: scopeObjectId,
        functionDeclaration: `function () { return ${source}; }`,
      }));
  const { objectId } = takeResult(answer);
  return objectId === undefined ? null : new InstalledScript(page, clock, objectId);
};
