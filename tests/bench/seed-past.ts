import { runToEnd } from '../e2e/programs.ts';

/** A data directory with a past, and the sentence that stands in it once. */
export type SeededPast = { readonly directory: string; readonly sample: string };

/** Fills a directory; `size` is shops, conversations, messages, apart by commas. */
export const seedPast = async (directory: string, size: string): Promise<SeededPast> => {
  const [shops = '', conversations = '', messages = ''] = size.split(',');
  const counts = ['--shops', shops, '--conversations', conversations, '--messages', messages];
  const { code, stdout, stderr } = await runToEnd('build/seed.ts', [
    '--data',
    directory,
    ...counts,
  ]);
  if (code !== 0) throw new Error(`no past could be made: ${stderr}`);
  process.stderr.write(stderr);
  const told = JSON.parse(stdout) as { readonly sample: { readonly message_text: string } };
  return { directory, sample: told.sample.message_text };
};
