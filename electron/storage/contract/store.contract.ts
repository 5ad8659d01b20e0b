import { afterEach, beforeEach, describe } from 'vitest';
import { ContractPlace, type StorePlace } from './place.contract.ts';
import { inboxContract } from './inbox.contract.ts';
import { noticesContract } from './notices.contract.ts';
import { outboxContract } from './outbox.contract.ts';
import { questionsContract } from './lookups.contract.ts';
import { phrasesContract } from './phrases.contract.ts';
import { removalContract } from './removal.contract.ts';
import { rowsContract } from './rows.contract.ts';
import { searchContract } from './search.contract.ts';
import { setAsideContract } from './set-aside.contract.ts';
import { sweepContract } from './sweep.contract.ts';
import { transactionsContract } from './transactions.contract.ts';

/** What every `Store` must do; run against the database and against the store of the core's tests, so that neither can lie. */
export const storeContract = (name: string, make: () => Promise<StorePlace>): void => {
  describe(`store contract: ${name}`, () => {
    const at = new ContractPlace(make);
    beforeEach(() => at.begin());
    afterEach(() => at.end());

    rowsContract(at);
    questionsContract(at);
    inboxContract(at);
    noticesContract(at);
    outboxContract(at);
    setAsideContract(at);
    phrasesContract(at);
    transactionsContract(at);
    searchContract(at);
    removalContract(at);
    sweepContract(at);
  });
};
