import { describe, expect, it } from 'vitest';
import { parseStartOptions, readStartOptions, type StartedAs } from './start-options.ts';

const parse = (
  words: readonly string[],
  environment: Record<string, string> = {},
  as: StartedAs = 'browser',
) => parseStartOptions(words, environment, { as, isServer: (text) => text.includes('host') });

describe('the command line', () => {
  it('without options: any port, the kept connection, the real sites', () => {
    expect(parse([])).toEqual({
      connection: null,
      dataDirectory: null,
      port: 0,
      language: null,
      platforms: null,
      headlessPages: false,
      opensBrowser: true,
      managedFile: null,
      isHidden: false,
    });
  });

  it('reads every option, with a space or an equals sign', () => {
    const options = parse([
      '--gateway',
      'ws://host',
      '--token=abc',
      '--data',
      '/tmp/x',
      '--port=81',
      '--lang',
      'en',
      '--platforms',
      'http://127.0.0.1:4100/',
      '--headless-pages',
      '--no-open',
      '--managed=/tmp/managed.json',
    ]);
    expect(options).toMatchObject({
      dataDirectory: '/tmp/x',
      port: 81,
      language: 'en',
      platforms: 'http://127.0.0.1:4100',
      headlessPages: true,
      opensBrowser: false,
      managedFile: '/tmp/managed.json',
    });
    expect(options.connection?.server).toBe('ws://host');
    expect(options.connection?.token.reveal()).toBe('abc');
  });

  it('takes the token from the environment; a given one wins', () => {
    const environment = { DUODIAN_TOKEN: 'from-environment' };
    const tokenOf = (words: readonly string[]) =>
      parse(words, environment).connection?.token.reveal();
    expect(tokenOf(['--gateway', 'host'])).toBe('from-environment');
    expect(tokenOf(['--gateway', 'host', '--token', 'given'])).toBe('given');
    expect(tokenOf([])).toBeUndefined();
  });

  it.each([
    [['--prot', '1'], '--prot'],
    [['-p', '1'], '-p'],
    [['words'], 'place 1'],
    [['--port'], '--port'],
    [['--port', 'abc'], '--port'],
    [['--port', '70000'], '--port'],
    [['--port', '-1'], '--port'],
    [['--port', '1', '--port', '2'], '--port'],
    [['--lang', 'fr'], '--lang'],
    [['--data', '--no-open'], '--data'],
    [['--no-open=1'], '--no-open'],
    [['--platforms', 'nonsense'], '--platforms'],
    [['--platforms', 'http://example.com'], '--platforms'],
    [['--platforms', 'ftp://127.0.0.1'], '--platforms'],
    [['--gateway', 'http://', '--token', 'x'], '--gateway'],
    [['--gateway', 'host'], '--gateway'],
    [['--token', 'x'], '--token'],
  ])('names what is wrong, in one line: %j', (words, named) => {
    const said = (() => {
      try {
        parse(words);
        return 'nothing';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(said).toContain(named);
    expect(said).not.toContain('\n');
  });

  it.each(['--port=1', '--headless-pages', '--no-open'])(
    'the desktop host has no %s: it has a window of its own',
    (word) => {
      expect(() => parse([word], {}, 'desktop')).toThrow(word.replace('=1', ''));
    },
  );

  it('[PL3] [SE6] a packaged app picks out its own words: no simulated platforms, no token in the process list', () => {
    const words = ['--updated', 'x', '--lang=en', '--platforms=http://127.0.0.1:1', '--token=x'];
    expect(parse([...words, '--gateway=host'], { DUODIAN_TOKEN: 'kept' }, 'package')).toMatchObject(
      {
        language: 'en',
        platforms: null,
        connection: { server: 'host' },
      },
    );
    expect(() => parse([...words, '--gateway=host'], {}, 'package')).toThrow('--gateway');
  });

  it('the desktop host may start into its tray, also as a package; the browser host has none', () => {
    expect(parse(['--hidden'], {}, 'desktop').isHidden).toBe(true);
    expect(parse(['x', '--hidden', '--hidden-x'], {}, 'package').isHidden).toBe(true);
    expect(parse(['--hidden=no'], {}, 'package').isHidden).toBe(false);
    expect(() => parse(['--hidden'])).toThrow('--hidden');
  });

  it('[SE6] the token leaves the environment, whatever became of the start', () => {
    for (const words of [['--gateway', 'host'], ['--prot']]) {
      process.env['DUODIAN_TOKEN'] = 'canary';
      try {
        readStartOptions(words, 'browser', () => true);
      } catch {
        // An option is unknown.
      }
      expect(process.env['DUODIAN_TOKEN']).toBeUndefined();
    }
  });

  it('[SE6] never repeats a value: one of them is the token', () => {
    for (const words of [
      ['--gateway', 'ws://x/canary', '--token', 'canary'],
      ['--token', 'canary'],
      ['--token=canary', '--port', 'canary'],
      ['--tokn', 'canary'],
    ]) {
      expect(() => parse(words)).toThrow(/^(?!.*canary)/u);
    }
  });
});
