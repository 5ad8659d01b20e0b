import { describe, expect, it } from 'vitest';
import { plainName } from './plain-text.ts';

describe('foreign names', () => {
  it('[SE4] lose direction controls and line breaks, and keep everything else', () => {
    expect(plainName('买家\u202Egnp.\u202C一\n二')).toBe('买家gnp.一 二');
    expect(plainName('\u2066\u200F\u061C')).toBe('');
    expect(plainName(' 👩‍👧 <b>é</b> ')).toBe('👩‍👧 <b>é</b>');
  });
});
