import { describe, expect, it } from 'vitest';
import { plainName } from './plain-text.ts';

describe('foreign names', () => {
  it('[SE4] lose direction controls and line breaks, and keep everything else', () => {
    expect(plainName('买家\u202Egnp.\u202C一\n二')).toBe('买家gnp.一 二');
    expect(plainName('\u2066\u200F\u061C')).toBe('');
    expect(plainName(' 👩‍👧 <b>é</b> ')).toBe('👩‍👧 <b>é</b>');
  });

  it('[SE4] lose what is not seen, so that two names that look alike are one', () => {
    for (const unseen of [
      '\u0000',
      '\u0007',
      '\u001b',
      '\u007f',
      '\u0085',
      '\u00ad',
      '\u034f',
      '\u115f',
      '\u1160',
      '\u180e',

      '\u200b',
      '\u200c',
      '\u200d',
      '\u200e',
      '\u202d',
      '\u2060',
      '\u2064',
      '\u2069',
      '\u206a',
      '\u2800',

      '\u3164',
      '\ufeff',
      '\uffa0',
      '\ufff9',
      '\u{e0041}',
      '\u{1d173}',
    ]) {
      expect(plainName(`官方${unseen}旗舰店`).replace(/\s/u, ''), JSON.stringify(unseen)).toBe(
        '官方旗舰店',
      );
      expect(plainName(unseen), JSON.stringify(unseen)).toBe('');
    }
  });

  it('keep emoji that are made of several signs', () => {
    for (const emoji of ['👩‍👧', '❤️‍🔥', '🏳️‍🌈', '👩🏽‍💻', '👨‍👩‍👧‍👦'])
      expect(plainName(`a${emoji}b`)).toBe(`a${emoji}b`);
  });
});
