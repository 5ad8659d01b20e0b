/**
 * A file that the agent sends stands in a message as `outgoing:<sha-256>.<ending>`: a name in this computer's own folder.
 * It never goes to a platform or the gateway as such; the connector uploads the bytes and sends the platform's address.
 */
const PREFIX = 'outgoing:';
const NAME = /^[0-9a-f]{64}\.(?:png|jpg|gif|webp|mp4|webm)$/u;

export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;
/** What one message of the DevTools pipe carries safely as base64. */
export const MAX_VIDEO_BYTES = 50 * 1024 * 1024;

export const outgoingContent = (name: string): string => PREFIX + name;

/** The file's name in the folder, null for content that is no such file. */
export const outgoingName = (content: string): string | null => {
  const name = content.startsWith(PREFIX) ? content.slice(PREFIX.length) : '';
  return NAME.test(name) ? name : null;
};

/** What the doorway answers for a file that it kept. */
export type StagedFile = {
  readonly content: string;
  readonly type: 'image' | 'video';
  readonly bytes: number;
};
