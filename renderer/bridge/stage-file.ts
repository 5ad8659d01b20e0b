import { uploadUrl } from '#shared/ipc/media.ts';
import type { StagedFile } from '#shared/model/outgoing-media.ts';
import { refuse, type Result } from '#shared/model/result.ts';

/** A file may have gone, or be closed to this user, since it was chosen. */
const isReadable = (file: Blob): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/** Gives a file to the host, which keeps it and answers under which content it is sent. Never rejects. */
export const stageFile = async (
  file: Blob,
  mediaKey: string | null,
): Promise<Result<StagedFile>> => {
  try {
    const answer = await fetch(uploadUrl(mediaKey), { method: 'POST', body: file });
    if (!answer.ok) return refuse('media.notKept');
    return (await answer.json()) as Result<StagedFile>;
  } catch {
    return refuse((await isReadable(file)) ? 'media.notKept' : 'media.unreadable');
  }
};
