import { expect, it } from 'vitest';
import { asBuyerPin, asShopId } from '#shared/model/ids.ts';
import { REPORT_EVERY_MS, TypingReport } from './typing-report.ts';

const LIN = { shopId: asShopId('a'), buyerPin: asBuyerPin('pin') };
const OTHER = { shopId: asShopId('b'), buyerPin: asBuyerPin('pin') };

const open = () => {
  const told: string[] = [];
  const report = new TypingReport((ref, hasText) => told.push(`${ref.shopId}:${String(hasText)}`));
  return { told, report };
};

it('[CV5] tells at the first key, then every 5 s', () => {
  const { told, report } = open();
  report.note(LIN, true, 0);
  report.note(LIN, true, REPORT_EVERY_MS - 1);
  expect(told).toEqual(['a:true']);
  report.note(LIN, true, REPORT_EVERY_MS);
  expect(told).toEqual(['a:true', 'a:true']);
});

it('[CV5] tells once, at once, that the text is gone; typing again is told at once', () => {
  const { told, report } = open();
  report.note(LIN, false, 0);
  expect(told).toEqual([]);
  report.note(LIN, true, 1);
  report.note(LIN, false, 2);
  report.note(LIN, false, 3);
  report.note(LIN, true, 4);
  expect(told).toEqual(['a:true', 'a:false', 'a:true']);
});

it('[CV1] keeps two shops with the same buyer pin apart', () => {
  const { told, report } = open();
  report.note(LIN, true, 0);
  report.note(OTHER, true, 1);
  expect(told).toEqual(['a:true', 'b:true']);
});
