import { MAX_IMAGE_BYTES, MAX_VIDEO_BYTES, type StagedFile } from '#shared/model/outgoing-media.ts';
import type { AppError, ErrorKind } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';

/** Why a file was not taken, for the words of the composer or of all errors. */
export type FileTrouble =
  | { readonly kind: 'composer'; readonly why: 'several' | 'directory' | 'noUpload' | 'noVideo' }
  | { readonly kind: 'error'; readonly error: AppError; readonly isRestored: boolean };

type Shown = { readonly name: string; readonly bytes: number; readonly preview: string | null };

/** The file of one conversation's composer. */
export type Attached =
  | (Shown & { readonly kind: 'staging' })
  | (Shown & {
      readonly kind: 'ready';
      readonly staged: StagedFile;
      readonly trouble: FileTrouble | null;
    })
  | { readonly kind: 'failed'; readonly trouble: FileTrouble };

const wrong = (kind: ErrorKind): FileTrouble => ({
  kind: 'error',
  error: { kind, detail: '' },
  isRestored: false,
});

/** What keeps these files from being taken, judged before any byte is read; the doorway judges the bytes again. */
export const troubleOf = (
  files: readonly Pick<File, 'type' | 'size'>[],
  hasDirectory: boolean,
  shop: Pick<Shop, 'adapterVersion' | 'capabilities'>,
): FileTrouble | null => {
  const [file] = files;
  if (hasDirectory) return { kind: 'composer', why: 'directory' };
  if (file === undefined) return wrong('media.empty');
  if (files.length > 1) return { kind: 'composer', why: 'several' };
  const can = (what: 'upload' | 'image' | 'video'): boolean =>
    shop.adapterVersion === null || shop.capabilities.includes(what);
  if (!can('upload') || !can('image')) return { kind: 'composer', why: 'noUpload' };
  const isVideo = file.type.startsWith('video/');
  if (isVideo && !can('video')) return { kind: 'composer', why: 'noVideo' };
  if (file.size === 0) return wrong('media.empty');
  if (file.size > (isVideo ? MAX_VIDEO_BYTES : MAX_IMAGE_BYTES)) return wrong('media.tooLarge');
  return null;
};

/** A size as people read it. */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
