import type { Uploads } from '../media/uploads.ts';
import type { Sessions } from './sessions.ts';
import type { SimulatedShop } from './shop.ts';

/** What the parts of a platform's web need of the world. */
export type WebParts = {
  readonly sessions: Sessions;
  readonly shops: () => readonly SimulatedShop[];
  readonly port: () => number;
  /** Base of the pictures, without a slash at the end. */
  readonly media: () => string;
  readonly uploads: Uploads;
  readonly now: () => number;
  /** Which of 拼多多's two sockets brings the messages: the binary one, or the older one of JSON. */
  readonly pddSocket: 'binary' | 'json';
};
