import { openStore } from './open-store.ts';
import { storeContract } from './store.contract.ts';
import { listeningLog, temporaryFile, WORKER_URL } from './testing/temporary-file.ts';

storeContract('database in its worker', async () => {
  const place = await temporaryFile();
  return {
    open: () => openStore({ file: place.file, workerUrl: WORKER_URL, log: listeningLog() }),
    dispose: place.remove,
  };
});
