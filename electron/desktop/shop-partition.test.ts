import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { partitionOf } from './shop-partition.ts';

describe('the partition of a shop', () => {
  it('[PL4] is one a shop, persistent, and safe as a folder name', () => {
    const ids = [
      '93a5c3d2-efe1',
      '93A5C3D2-EFE1',
      '../../x',
      'a/b',
      'a',
      'A',
      '多店',
      'a'.repeat(64),
      'constructor',
      '__proto__',
      'toString',
      'tostring',
    ];
    const names = ids.map((id) => partitionOf(asShopId(id)));
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
    for (const name of names) expect(name).toMatch(/^persist:shop-[a-z0-9-]{1,64}$/u);
    expect(names[0]).toBe('persist:shop-93a5c3d2-efe1');
  });
});
