/** Command line of the sandbox. */
export type SandboxOptions = {
  readonly port: number;
  readonly token: string;
  readonly only: 'gateway' | 'platforms' | null;
  /** Null means: the four shops of the demo. */
  readonly shops: number | null;
  readonly seed: number;
  readonly quiet: boolean;
};

/** A wrong option, with the one line to say. */
export class WrongOption extends Error {}

const USAGE =
  'options: --port N  --token TOKEN  --only gateway|platforms  --shops N  --seed N  --quiet';

/** Reads `--name value` and `--name=value`; throws `WrongOption` for anything else. */
export const readOptions = (words: readonly string[]): SandboxOptions => {
  const given = new Map<string, string>();
  let quiet = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [name, inline] = splitOnce(word);
    if (name === '--quiet' && inline === undefined) {
      quiet = true;
      continue;
    }
    if (!['--port', '--token', '--only', '--shops', '--seed'].includes(name)) {
      throw new WrongOption(`Unknown option "${word}"; ${USAGE}`);
    }
    const value = inline ?? words[++index];
    if (value === undefined || value === '')
      throw new WrongOption(`${name} needs a value; ${USAGE}`);
    given.set(name, value);
  }
  const only = given.get('--only') ?? null;
  if (only !== null && only !== 'gateway' && only !== 'platforms') {
    throw new WrongOption(`--only takes gateway or platforms, not "${only}"`);
  }
  const shops = given.get('--shops');
  return {
    port: wholeNumber('--port', given.get('--port') ?? '0', 65_535),
    token: given.get('--token') ?? 'demo-token',
    only,
    shops: shops === undefined ? null : wholeNumber('--shops', shops, 500),
    seed: wholeNumber('--seed', given.get('--seed') ?? '1', 4_294_967_295),
    quiet,
  };
};

const splitOnce = (word: string): readonly [string, string | undefined] => {
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
};

const wholeNumber = (name: string, text: string, max: number): number => {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number <= max) return number;
  throw new WrongOption(`${name} takes a whole number from 0 to ${max}, not "${text}"`);
};
