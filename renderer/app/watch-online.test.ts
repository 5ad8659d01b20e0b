import { expect, it } from 'vitest';
import { watchOnline } from './watch-online.ts';
import { FakeBridge } from '../state/testing/records.ts';

it('[GW3] the page that is online again says so', () => {
  const page = new EventTarget();
  const bridge = new FakeBridge();
  const stop = watchOnline(page as Window, bridge);
  page.dispatchEvent(new Event('online'));
  expect(bridge.asked.map(({ name }) => name)).toEqual(['gateway.noteNetworkChange']);
  stop();
  page.dispatchEvent(new Event('online'));
  expect(bridge.asked).toHaveLength(1);
});
