import * as z from 'zod';
import type { CdpSession } from '../../platforms/session/page-session.ts';

const WITHIN_MS = 3_000;
const CATEGORY = 'disabled-by-default-devtools.timeline';

const collectedSchema = z.object({ value: z.array(z.object({ name: z.string() }).loose()) });
const startedSchema = z.object({
  name: z.literal('TracingStartedInBrowser'),
  args: z.object({
    data: z.object({ frames: z.array(z.object({ processId: z.number().int().positive() })) }),
  }),
});

/**
 * The processes of a page's frames, as the system numbers them. No command of DevTools tells them; a trace begins with
 * them, and is ended at once. It touches nothing in the page. A browser runs one trace at a time: the caller takes turns.
 */
export const traceProcessIds = async (page: CdpSession): Promise<readonly number[]> => {
  const ids = new Set<number>();
  const undo: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    undo.push(
      page.on('Tracing.dataCollected', (event) => {
        for (const id of idsIn(event)) ids.add(id);
      }),
    );
    const complete = new Promise<void>((resolve, reject) => {
      undo.push(page.on('Tracing.tracingComplete', () => resolve()));
      timer = setTimeout(() => reject(new Error('the trace did not end')), WITHIN_MS);
    });
    // Looked at below; the commands may fail first.
    complete.catch(() => {});
    await page.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: { includedCategories: [CATEGORY], excludedCategories: ['*'] },
    });
    await page.send('Tracing.end');
    await complete;
    return [...ids];
  } finally {
    clearTimeout(timer);
    for (const one of undo) one();
  }
};

const idsIn = (event: unknown): readonly number[] => {
  const collected = collectedSchema.safeParse(event);
  return (collected.data?.value ?? []).flatMap((entry) => {
    const started = startedSchema.safeParse(entry);
    return (started.data?.args.data.frames ?? []).map(({ processId }) => processId);
  });
};
