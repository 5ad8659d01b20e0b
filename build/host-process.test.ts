import { describe, expect, it } from 'vitest';
import { takeHostChoice } from './host-process.ts';

describe('the choice of a host', () => {
  it.each([
    [[], 'auto', []],
    [['--no-open'], 'auto', ['--no-open']],
    [['--host', 'browser', '--port', '0'], 'browser', ['--port', '0']],
    [['--port', '0', '--host=desktop', '--lang', 'en'], 'desktop', ['--port', '0', '--lang', 'en']],
  ])('%j is %s, and the host gets %j', (words, choice, rest) => {
    expect(takeHostChoice(words)).toEqual({ choice, rest });
  });

  it.each([[['--host']], [['--host', 'mobile']], [['--host=']]])('%j is refused', (words) => {
    expect(() => takeHostChoice(words)).toThrow('--host');
  });
});
