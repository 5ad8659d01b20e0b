import { expect, it } from 'vitest';
import { takePast } from './past-option.ts';

it('takes --past out of the words, in both spellings, and leaves the others to the host', () => {
  expect(takePast(['--port', '0'])).toEqual({ messages: null, rest: ['--port', '0'] });
  expect(takePast(['--past', '5000', '--no-open'])).toEqual({
    messages: 5_000,
    rest: ['--no-open'],
  });
  expect(takePast(['--no-open', '--past=100000'])).toEqual({
    messages: 100_000,
    rest: ['--no-open'],
  });
});

it.each([
  ['--past'],
  ['--past', 'all'],
  ['--past=10'],
  ['--past=99999999'],
  ['--past', '--no-open'],
])('says in one line what --past needs (%s %s)', (...words) => {
  expect(() => takePast(words)).toThrow(/^--past needs a number of messages from \d+ to \d+$/u);
});
