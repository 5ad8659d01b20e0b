import { describe, expect, it, vi } from 'vitest';
import { CannotStart, EXIT, tellCannotStart } from './cannot-start.ts';

const tell = (error: unknown) => {
  const warned: string[] = [];
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told = tellCannotStart(error, {
    info: () => undefined,
    warn: (event) => void warned.push(event),
    clean: (text) => text.replaceAll('canary', '***'),
  });
  const lines = written.mock.calls.map(([text]) => text);
  written.mockRestore();
  return { ...told, warned, lines };
};

describe('a start that failed', () => {
  it('[SE6] is one line on stderr, without secrets, and has the code of its kind', () => {
    const sentence = 'cannot use *** here';
    expect(tell(new CannotStart(EXIT.wrongOption, 'cannot use canary here'))).toEqual({
      code: 2,
      sentence,
      warned: [],
      lines: [`${sentence}\n`],
    });
  });

  it('is logged where nobody foresaw it, and says no more than that', () => {
    expect(tell(new TypeError('canary'))).toEqual({
      code: 1,
      sentence: 'Duodian could not start',
      warned: ['start.failed'],
      lines: [],
    });
  });
});
