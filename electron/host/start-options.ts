import path from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES, type Language } from '#shared/model/language.ts';
import { Secret } from '#shared/model/secret.ts';
import { CannotStart, EXIT } from './cannot-start.ts';

/** The command line of both hosts, checked. */
export type StartOptions = {
  /** A gateway to use from the start, as if it had been typed; null: what was kept. */
  readonly connection: { readonly server: string; readonly token: Secret } | null;
  /** Absolute; null: the system's place for an app's data. */
  readonly dataDirectory: string | null;
  /** 0 means any free port. */
  readonly port: number;
  /** Null: the language of the settings. */
  readonly language: Language | null;
  /** Origin of a sandbox whose simulated platforms stand in for the real sites. */
  readonly platforms: string | null;
  readonly headlessPages: boolean;
  readonly opensBrowser: boolean;
  /** Absolute; null: where the system keeps what its administrator decides. */
  readonly managedFile: string | null;
  /** Starts into the tray; where there is none, the window is minimised. */
  readonly isHidden: boolean;
};

/** Who reads the command line: the browser host, the desktop host of a checkout, or a packaged app. */
export type StartedAs = 'browser' | 'desktop' | 'package';

const EVERYWHERE: readonly StartedAs[] = ['browser', 'desktop', 'package'];
/** A packaged app sends a shop's cookies nowhere but to its platform, and its token stands in no process list. */
const IN_A_CHECKOUT: readonly StartedAs[] = ['browser', 'desktop'];
const IN_A_BROWSER: readonly StartedAs[] = ['browser'];
const ON_THE_DESKTOP: readonly StartedAs[] = ['desktop', 'package'];

type Option = { readonly of: readonly StartedAs[]; readonly isFlag?: true };
type StartOptionName =
  | 'gateway'
  | 'token'
  | 'data'
  | 'port'
  | 'lang'
  | 'platforms'
  | 'headless-pages'
  | 'no-open'
  | 'managed'
  | 'hidden';

const OPTIONS: Readonly<Record<StartOptionName, Option>> = {
  gateway: { of: EVERYWHERE },
  token: { of: IN_A_CHECKOUT },
  data: { of: EVERYWHERE },
  port: { of: IN_A_BROWSER },
  lang: { of: EVERYWHERE },
  platforms: { of: IN_A_CHECKOUT },
  'headless-pages': { of: IN_A_BROWSER, isFlag: true },
  'no-open': { of: IN_A_BROWSER, isFlag: true },
  // In a package the administrator's word cannot be exchanged for another one.
  managed: { of: IN_A_CHECKOUT },
  hidden: { of: ON_THE_DESKTOP, isFlag: true },
};

const optionsOf = (as: StartedAs): ReadonlyMap<string, Option> =>
  new Map(Object.entries(OPTIONS).filter(([, option]) => option.of.includes(as)));

/** Given where `--gateway` is used; keeps the token out of the process list. */
const TOKEN_VARIABLE = 'DUODIAN_TOKEN';

/** A command line that cannot be followed: one line that names the option. */
const wrong = (line: string): CannotStart => new CannotStart(EXIT.wrongOption, line);

const portFrom = (text: string): number => {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw wrong('--port needs a number from 0 to 65535 (0: any free port)');
};

const languageFrom = (text: string): Language => {
  const language = LANGUAGES.find((known) => known === text);
  if (language !== undefined) return language;
  throw wrong(`--lang needs one of ${LANGUAGES.join(', ')}`);
};

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Only this computer: with `--platforms`, cookies of shops are sent there. */
const platformsFrom = (text: string): string => {
  const url = URL.parse(text);
  if (
    url === null ||
    (url.protocol !== 'http:' && url.protocol !== 'https:') ||
    !LOOPBACK_HOSTS.has(url.hostname)
  ) {
    throw wrong(
      '--platforms needs the http address of a sandbox on this computer, for example http://127.0.0.1:4100',
    );
  }
  return url.origin;
};

type Given = ReadonlyMap<StartOptionName, string>;

/** Every word of the command line in its place; values are never repeated in an error, one of them is the token. */
const readWords = (
  words: readonly string[],
  allowed: ReadonlyMap<string, Option>,
): ReadonlyMap<StartOptionName, string> => {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...allowed].map(([name, { isFlag }]) => [
        name,
        { type: isFlag === true ? 'boolean' : 'string' },
      ]),
    ),
  });
  const given = new Map<StartOptionName, string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw wrong(`unexpected word at place ${token.index + 1}: options begin with --`);
    }
    const option = allowed.get(token.name);
    if (option === undefined) throw wrong(`unknown option ${token.rawName}`);
    const name = token.name as StartOptionName;
    if (given.has(name)) throw wrong(`--${name} is given twice`);
    if (option.isFlag === true) {
      if (token.value !== undefined) throw wrong(`--${name} takes no value`);
      given.set(name, '');
    } else if (token.value === undefined || token.value.trim() === '') {
      throw wrong(`--${name} needs a value`);
    } else if (!token.inlineValue && token.value.startsWith('--')) {
      throw wrong(`--${name} needs a value (write --${name}=… for one that begins with --)`);
    } else given.set(name, token.value);
  }
  return given;
};

const connectionFrom = (
  given: Given,
  environment: Readonly<Record<string, string | undefined>>,
  isServer: (text: string) => boolean,
): StartOptions['connection'] => {
  const server = given.get('gateway');
  if (server === undefined) {
    if (given.has('token')) throw wrong('--token needs --gateway beside it');
    return null;
  }
  if (!isServer(server)) {
    throw wrong(
      '--gateway needs a server address: wss://host, ws://host, https://host or host:port',
    );
  }
  const token = given.get('token') ?? environment[TOKEN_VARIABLE] ?? '';
  if (token.trim() === '') {
    throw wrong(`--gateway needs a token: --token or ${TOKEN_VARIABLE}`);
  }
  return { server, token: new Secret(token) };
};

/**
 * A packaged app is started by menus, installers and updaters with switches of their own, so it picks out what it knows; what a
 * person types in a checkout is judged as a whole.
 */
const wordsFor = (words: readonly string[], as: StartedAs): readonly string[] => {
  if (as !== 'package') return words;
  const known = [...optionsOf(as)];
  return words.filter((word) =>
    known.some(([name, { isFlag }]) =>
      isFlag === true ? word === `--${name}` : word.startsWith(`--${name}=`),
    ),
  );
};

/**
 * Reads the words after the program's name. `isServer` says whether a gateway address can be used (GW1). Throws `CannotStart`
 * with one line that names the option and never repeats a value.
 */
export const parseStartOptions = (
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  host: { readonly as: StartedAs; readonly isServer: (text: string) => boolean },
): StartOptions => {
  const given = readWords(wordsFor(words, host.as), optionsOf(host.as));
  const data = given.get('data');
  const port = given.get('port');
  const language = given.get('lang');
  const platforms = given.get('platforms');
  const managed = given.get('managed');
  return {
    connection: connectionFrom(given, environment, host.isServer),
    dataDirectory: data === undefined ? null : path.resolve(data),
    port: port === undefined ? 0 : portFrom(port),
    language: language === undefined ? null : languageFrom(language),
    platforms: platforms === undefined ? null : platformsFrom(platforms),
    headlessPages: given.has('headless-pages'),
    opensBrowser: !given.has('no-open'),
    managedFile: managed === undefined ? null : path.resolve(managed),
    isHidden: given.has('hidden'),
  };
};

/** The options of this process. The token leaves the environment, which children (the browser of the shops' pages) inherit. */
export const readStartOptions = (
  words: readonly string[],
  as: StartedAs,
  isServer: (text: string) => boolean,
): StartOptions => {
  try {
    return parseStartOptions(words, process.env, { as, isServer });
  } finally {
    delete process.env[TOKEN_VARIABLE];
  }
};
