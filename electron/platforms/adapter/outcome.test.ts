import { describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../core/ports/connectors.ts';
import { outcomeOf } from './outcome.ts';

describe('the outcome of a write', () => {
  const outcome = (answer: unknown): SendOutcome =>
    outcomeOf<SendOutcome>(
      answer,
      ({ message }) => ({ kind: 'rejected', code: String(message), text: '' }),
      (why) => ({ kind: 'notWritten', why }),
    );

  it('[CV3] what the platform answered is judged as its evidence', () => {
    expect(outcome({ kind: 'resolved', message: 7 })).toMatchObject({ code: '7' });
  });

  it('[CV3] what the page threw, or an answer of another shape, proves neither', () => {
    expect(outcome({ kind: 'threw', text: 'closed' })).toEqual({
      kind: 'unconfirmed',
      why: 'closed',
    });
    expect(outcome(null).kind).toBe('unconfirmed');
    expect(outcome({ kind: 'sent' }).kind).toBe('unconfirmed');
  });

  it('a write that never began is not written', () => {
    expect(outcome({ kind: 'notWritten', text: 'x' })).toEqual({ kind: 'notWritten', why: 'x' });
  });
});
