import path from 'node:path';
import { parseArgs } from 'node:util';
import { Secret } from '#shared/model/secret.ts';

/** The command line of both hosts, checked. */
export type StartOptions = {
  /** A gateway to use from the start, as if it had been typed; null: what was kept. */
  readonly connection: { readonly server: string; readonly token: Secret } | null;
  /** Absolute; null: the system's place for an app's data. */
  readonly dataDirectory: string | null;
  /** 0 means any free port. */
  readonly port: number;
  /** Null: the language that the page chooses by itself. */
  readonly language: Language | null;
  /** Origin of a sandbox whose simulated platforms stand in for the real sites. */
  readonly platforms: string | null;
  readonly headlessPages: boolean;
  readonly opensBrowser: boolean;
};

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type StartOptionName =
  | 'gateway'
  | 'token'
  | 'data'
  | 'port'
  | 'lang'
  | 'platforms'
  | 'headless-pages'
  | 'no-open';
const FLAGS: readonly StartOptionName[] = ['headless-pages', 'no-open'];

/** Given where `--gateway` is used; keeps the token out of the process list. */
export const TOKEN_VARIABLE = 'DUODIAN_TOKEN';

/** A command line that cannot be followed; `message` is one line that names the option. */
export class StartOptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartOptionError';
  }
}

const portFrom = (text: string): number => {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new StartOptionError('--port needs a number from 0 to 65535 (0: any free port)');
};

const languageFrom = (text: string): Language => {
  const language = LANGUAGES.find((known) => known === text);
  if (language !== undefined) return language;
  throw new StartOptionError(`--lang needs one of ${LANGUAGES.join(', ')}`);
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
    throw new StartOptionError(
      '--platforms needs the http address of a sandbox on this computer, for example http://127.0.0.1:4100',
    );
  }
  return url.origin;
};

type Given = ReadonlyMap<StartOptionName, string>;

/** Every word of the command line in its place; values are never repeated in an error, one of them is the token. */
const readWords = (
  words: readonly string[],
  allowed: ReadonlySet<string>,
): ReadonlyMap<StartOptionName, string> => {
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...allowed].map((name) => [
        name,
        { type: FLAGS.some((flag) => flag === name) ? 'boolean' : 'string' },
      ]),
    ),
  });
  const given = new Map<StartOptionName, string>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      throw new StartOptionError(
        `unexpected word at place ${token.index + 1}: options begin with --`,
      );
    }
    if (!allowed.has(token.name)) throw new StartOptionError(`unknown option ${token.rawName}`);
    const name = token.name as StartOptionName;
    if (given.has(name)) throw new StartOptionError(`--${name} is given twice`);
    if (FLAGS.includes(name)) {
      if (token.value !== undefined) throw new StartOptionError(`--${name} takes no value`);
      given.set(name, '');
    } else if (token.value === undefined || token.value.trim() === '') {
      throw new StartOptionError(`--${name} needs a value`);
    } else if (!token.inlineValue && token.value.startsWith('--')) {
      throw new StartOptionError(
        `--${name} needs a value (write --${name}=… for one that begins with --)`,
      );
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
    if (given.has('token')) throw new StartOptionError('--token needs --gateway beside it');
    return null;
  }
  if (!isServer(server)) {
    throw new StartOptionError(
      '--gateway needs a server address: wss://host, ws://host, https://host or host:port',
    );
  }
  const token = given.get('token') ?? environment[TOKEN_VARIABLE] ?? '';
  if (token.trim() === '') {
    throw new StartOptionError(`--gateway needs a token: --token or ${TOKEN_VARIABLE}`);
  }
  return { server, token: new Secret(token) };
};

/**
 * Reads the words after the program's name. `allowed` are the options that this host has; `isServer` says whether a
 * gateway address can be used (GW1). Throws `StartOptionError`.
 */
export const parseStartOptions = (
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  host: {
    readonly allowed: readonly StartOptionName[];
    readonly isServer: (text: string) => boolean;
  },
): StartOptions => {
  const given = readWords(words, new Set(host.allowed));
  const data = given.get('data');
  const port = given.get('port');
  const language = given.get('lang');
  const platforms = given.get('platforms');
  return {
    connection: connectionFrom(given, environment, host.isServer),
    dataDirectory: data === undefined ? null : path.resolve(data),
    port: port === undefined ? 0 : portFrom(port),
    language: language === undefined ? null : languageFrom(language),
    platforms: platforms === undefined ? null : platformsFrom(platforms),
    headlessPages: given.has('headless-pages'),
    opensBrowser: !given.has('no-open'),
  };
};
