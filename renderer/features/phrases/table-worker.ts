import { readTableFile } from './read-table-file.ts';

/** Reads one file away from the window, so that no key waits for it and a file that takes for ever can be given up. */
addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly name: string; readonly bytes: Uint8Array }>) => {
    void readTableFile(data.name, data.bytes).then((read) => {
      postMessage(read);
    });
  },
);
