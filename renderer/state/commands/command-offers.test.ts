import { expect, it } from 'vitest';
import { CommandOffers } from './command-offers.ts';

it('a command is what is offered now; of two the later, and none once its part is gone', () => {
  const offers = new CommandOffers();
  const did: string[] = [];
  let why: string | null = null;
  const run = (name: string) => () => {
    did.push(name);
  };
  offers.add(() => [{ id: 'inbox.next', run: run('list') }]);
  const leave = offers.add(() => [{ id: 'inbox.next', run: run('dialog'), why }]);
  offers.find('inbox.next')?.run(null);
  why = '现在不行';
  expect(offers.find('inbox.next')?.why).toBe('现在不行');
  leave();
  offers.find('inbox.next')?.run(null);
  expect(did).toEqual(['dialog', 'list']);
  expect(offers.find('inbox.previous')).toBeNull();
});
