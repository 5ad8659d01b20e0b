import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpdateState } from '#shared/model/updates.ts';
import { nextUpdateState, type UpdateEvent } from './update-state.ts';

const offer = { version: '2.0.0', bytes: 10, notes: { 'zh-CN': '', en: '' } };
const IDLE: UpdateState = { kind: 'idle', checkedAt: null };
const EVENTS: readonly UpdateEvent[] = [
  { kind: 'check' },
  { kind: 'found', offer, dismissed: null },
  { kind: 'found', offer, dismissed: 'skipped' },
  { kind: 'newest', at: 1 },
  { kind: 'failed', why: 'unreachable' },
  { kind: 'download' },
  { kind: 'progress', done: 0.5 },
  { kind: 'downloaded' },
  { kind: 'later' },
  { kind: 'skip' },
  { kind: 'onQuit' },
];

/** The states on the way; null for an event that did not fit. */
const play = (events: readonly UpdateEvent[], from: UpdateState = IDLE) => {
  let state = from;
  return events.map((event) => {
    const next = nextUpdateState(state, event);
    state = next ?? state;
    return next;
  });
};

describe('the states of an update', () => {
  it('go from the question to the installation', () => {
    expect(
      play([
        { kind: 'check' },
        { kind: 'found', offer, dismissed: null },
        { kind: 'download' },
        { kind: 'progress', done: 0.5 },
        { kind: 'downloaded' },
        { kind: 'onQuit' },
      ]),
    ).toEqual([
      { kind: 'checking' },
      { kind: 'available', offer, dismissed: null },
      { kind: 'downloading', offer, done: 0 },
      { kind: 'downloading', offer, done: 0.5 },
      { kind: 'ready', offer, install: 'undecided' },
      { kind: 'ready', offer, install: 'onQuit' },
    ]);
  });

  it('a dismissed version can still be downloaded, and a failed download tried again', () => {
    const found: UpdateState = { kind: 'available', offer, dismissed: null };
    expect(play([{ kind: 'later' }, { kind: 'download' }], found).at(-1)?.kind).toBe('downloading');
    const failed = play([{ kind: 'download' }, { kind: 'failed', why: 'cutFile' }], found).at(-1);
    expect(failed).toEqual({ kind: 'refused', why: 'cutFile', offer });
    expect(failed && nextUpdateState(failed, { kind: 'download' })?.kind).toBe('downloading');
  });

  it('nothing leads out of a program that does not bring itself up to date', () => {
    const none: UpdateState = { kind: 'none', why: 'managed' };
    expect(play(EVENTS, none).filter((state) => state !== null)).toEqual([]);
  });

  it('nothing is ready that was not downloaded after it was found, whatever comes in which order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (events) => {
        let [before, state]: [UpdateState, UpdateState] = [IDLE, IDLE];
        for (const event of events) {
          [before, state] = [state, nextUpdateState(state, event) ?? state];
          if (state.kind === 'ready' && before.kind !== 'ready') {
            expect([before.kind, event.kind]).toEqual(['downloading', 'downloaded']);
          }
          if (state.kind === 'downloading' && before.kind !== 'downloading') {
            expect(event.kind).toBe('download');
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
