import { describe, expect, it } from 'vitest';
import { parsePanels } from './use-panels.ts';

const DEFAULT = { list: 304, side: 316, isSideShown: true };

describe('the panels that a window remembers', () => {
  it('fall back field by field when what was kept does not fit', () => {
    expect(parsePanels(null)).toEqual(DEFAULT);
    expect(parsePanels('{not json')).toEqual(DEFAULT);
    expect(parsePanels('"text"')).toEqual(DEFAULT);
    expect(parsePanels('{"list":"wide","side":300,"isSideShown":false}')).toEqual({
      list: 304,
      side: 300,
      isSideShown: false,
    });
    expect(parsePanels('{"list":9000,"side":1}')).toEqual({ ...DEFAULT, list: 440, side: 260 });
  });
});
