import { assertNever } from '#shared/model/result.ts';
import type { SeededRandom } from '../seeded.ts';

/**
 * What a message of the past is. `settled` is a buyer's last word that needs no reply; the four sends that did not simply go
 * out are the newest of their conversation; `held` is a back-office reply that became a suggestion.
 */
export const KINDS = [
  'buyer',
  'settled',
  'backoffice',
  'agent',
  'elsewhere',
  'takenOver',
  'handedBack',
  'rejected',
  'unconfirmed',
  'late',
  'held',
] as const;
export type Kind = (typeof KINDS)[number];

/** Who answers in a round. A person takes the conversation over with the first reply and hands it back ten minutes after the last. */
export type Answerer = 'backoffice' | 'agent' | 'elsewhere';

/** How the newest round of a conversation ends that still lives. */
export const ENDINGS = [
  'waits',
  'waitsWithSuggestion',
  'waitsWithHeldReply',
  'unread',
  'takenOver',
  'rejected',
  'unconfirmed',
  'late',
] as const;
export type Ending = (typeof ENDINGS)[number];

/** Longest run of one side. */
const LONGEST_RUN = { buyer: 3, reply: 2 } as const;
/** A reply that the platform refuses, in one of so many rounds; it is said again in other words. */
const REFUSED_ONE_IN = 40;
/** The agent hands over ten minutes after her last reply (the setting's default). */
export const HAND_BACK_MS = 600_000;

/** Buyer and our side in turn, the buyer first, ours last or the buyer's thanks. */
const talk = (length: number, reply: Kind, random: SeededRandom): Kind[] => {
  if (length === 1) return ['settled'];
  const kinds: Kind[] = [];
  let side: 'buyer' | 'reply' = 'buyer';
  while (kinds.length < length) {
    // The first run leaves room for a reply.
    const room = kinds.length === 0 ? length - 1 : length - kinds.length;
    const run = Math.min(room, random.between(1, LONGEST_RUN[side]));
    for (let place = 0; place < run; place += 1) kinds.push(side === 'buyer' ? 'buyer' : reply);
    side = side === 'buyer' ? 'reply' : 'buyer';
  }
  if (kinds.at(-1) === 'buyer') kinds[length - 1] = 'settled';
  return kinds;
};

/** A round that is over, of exactly `length` messages. */
export const finishedRound = (
  length: number,
  answerer: Answerer,
  random: SeededRandom,
): readonly Kind[] => {
  // A person's round has two lines about the take-over; a shorter one is the back office's.
  if (answerer === 'backoffice' || length < 4) return talk(length, 'backoffice', random);
  const kinds = talk(length - 2, answerer, random);
  const first = kinds.indexOf(answerer);
  kinds.splice(first + 1, 0, 'takenOver');
  if (answerer === 'agent' && kinds.at(-1) === 'agent' && random.next() * REFUSED_ONE_IN < 1) {
    const lastButOne = kinds.length - 2;
    if (kinds[lastButOne] === 'agent' && lastButOne > first) kinds[lastButOne] = 'rejected';
  }
  kinds.push('handedBack');
  return kinds;
};

/** The last messages of a round that is not over. */
const TAILS: Readonly<Record<Ending, readonly Kind[]>> = {
  waits: ['buyer'],
  waitsWithSuggestion: ['buyer', 'agent', 'takenOver', 'buyer'],
  waitsWithHeldReply: ['buyer', 'held'],
  unread: ['buyer', 'backoffice'],
  takenOver: ['buyer', 'agent', 'takenOver'],
  rejected: ['buyer', 'rejected', 'takenOver'],
  unconfirmed: ['buyer', 'unconfirmed', 'takenOver'],
  late: ['buyer', 'late', 'takenOver'],
};

/** The newest round of a living conversation, of exactly `length` messages; what does not fit its tail is cut off in front. */
export const livingRound = (
  length: number,
  ending: Ending,
  random: SeededRandom,
): readonly Kind[] => {
  const tail = TAILS[ending];
  const before = length - tail.length;
  if (before < 0) return ending === 'unread' ? ['settled'] : Array<Kind>(length).fill('buyer');
  if (before === 0) return tail;
  // Impatient buyers say more than one thing.
  const more = ending === 'waits' ? Math.min(before, random.between(0, 2)) : 0;
  const rest = before - more;
  return [
    ...(rest === 0 ? [] : talk(rest, 'backoffice', random)),
    ...Array<Kind>(more).fill('buyer'),
    ...tail,
  ];
};

/** Milliseconds from the message before to this one; when she hands back is counted from her last reply. */
export const gapBefore = (kind: Kind, random: SeededRandom): number => {
  switch (kind) {
    case 'buyer':
      return random.between(2_000, 38_000);
    case 'settled':
      return random.between(4_000, 60_000);
    case 'backoffice':
    case 'held':
      return random.between(1_500, 9_000);
    case 'agent':
    case 'elsewhere':
    case 'rejected':
    case 'unconfirmed':
    case 'late':
      return random.between(5_000, 85_000);
    case 'takenOver':
    case 'handedBack':
      return 1;
    default:
      return assertNever(kind);
  }
};
