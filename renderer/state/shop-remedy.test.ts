import { expect, it } from 'vitest';
import { needsAttention, SHOP_STATES } from '#shared/model/shop.ts';
import { strings } from '../i18n/strings.ts';
import { remedyOf } from './shop-remedy.ts';

it.each(SHOP_STATES.filter(needsAttention))('[PL1] %s tells what to do', (kind) => {
  expect(remedyOf(kind)).not.toBeNull();
});

it.each(SHOP_STATES)('[PL1] the remedy of %s has words in both languages', (kind) => {
  const remedy = remedyOf(kind);
  if (remedy === null) return;
  expect(strings['zh-CN'].remedy[remedy]).toMatch(/\S/u);
  expect(strings.en.remedy[remedy]).toMatch(/\S/u);
});
