import { MAX_IMAGE_BYTES, MAX_VIDEO_BYTES, type StagedFile } from '#shared/model/outgoing-media.ts';
import type { MessageId } from '#shared/model/ids.ts';
import type { AppError, ErrorKind } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';

/** Why a file was not taken. */
export type FileTrouble =
  | { readonly kind: 'several' | 'directory' | 'noVideo' }
  | { readonly kind: 'error'; readonly error: AppError };

type Shown = { readonly name: string; readonly bytes: number; readonly preview: string | null };

/** The file of one conversation's composer. */
export type Attached =
  | (Shown & { readonly kind: 'staging' })
  | (Shown & {
      readonly kind: 'ready';
      readonly staged: StagedFile;
      /** Of every send of this very file: sent again after a lost answer, it must be the same send (CV4). */
      readonly messageId: MessageId;
      /** Why the core did not take the last send. */
      readonly refusal: AppError | null;
    })
  | { readonly kind: 'failed'; readonly trouble: FileTrouble };

type Abilities = Pick<Shop, 'adapterVersion' | 'capabilities'>;

/** A shop that never opened is given the benefit, as for text. */
const can = (shop: Abilities, what: 'upload' | 'image' | 'video'): boolean =>
  shop.adapterVersion === null || shop.capabilities.includes(what);

/** Whether a file can be put in at all (PL9). */
export const canAttach = (shop: Abilities): boolean => can(shop, 'upload') && can(shop, 'image');

export const canAttachVideo = (shop: Abilities): boolean =>
  can(shop, 'upload') && can(shop, 'video');

const wrong = (kind: ErrorKind): FileTrouble => ({ kind: 'error', error: { kind, detail: '' } });

/** What keeps these files from being taken, judged before any byte is read; the host judges the bytes again. */
export const troubleOf = (
  files: readonly Pick<File, 'type' | 'size'>[],
  hasDirectory: boolean,
  shop: Abilities,
): FileTrouble | null => {
  const [file] = files;
  if (!canAttach(shop)) return wrong('media.noUpload');
  if (hasDirectory) return { kind: 'directory' };
  if (file === undefined) return wrong('media.unreadable');
  if (files.length > 1) return { kind: 'several' };
  const isVideo = file.type.startsWith('video/');
  if (isVideo && !canAttachVideo(shop)) return { kind: 'noVideo' };
  if (file.size === 0) return wrong('media.empty');
  if (file.size > (isVideo ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES)) return wrong('media.tooLarge');
  return null;
};
