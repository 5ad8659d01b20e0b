import { expect, it } from 'vitest';
import type { ConversationKey } from '#shared/model/ids.ts';
import { FollowUps } from './follow-ups.ts';

const key = 'shop\u001fbuyer' as ConversationKey;
const other = 'shop\u001fother' as ConversationKey;
const text = (content: string) => ({ type: 'text', content }) as const;

it('what goes behind the words is kept by conversation, in order, and comes back in front', () => {
  const followUps = new FollowUps();
  let changes = 0;
  const undo = followUps.subscribe(() => {
    changes += 1;
  });
  followUps.add(key, []);
  expect(changes).toBe(0);
  followUps.add(key, [text('一'), text('二')]);
  followUps.add(key, [text('三')]);
  followUps.remove(key, 1);
  expect(followUps.read(key)).toEqual([text('一'), text('三')]);
  expect(followUps.read(other)).toEqual([]);
  expect(followUps.take(key)).toEqual([text('一'), text('三')]);
  expect(followUps.take(key)).toEqual([]);
  followUps.add(key, [text('四')]);
  followUps.giveBack(key, [text('三')]);
  expect(followUps.read(key)).toEqual([text('三'), text('四')]);
  expect(changes).toBe(6);
  undo();
  followUps.take(key);
  expect(changes).toBe(6);
});
