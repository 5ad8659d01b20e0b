import { assertNever } from '#shared/model/result.ts';
import type { UpdateOffer, UpdateState, UpdateTrouble } from '#shared/model/updates.ts';

/** What the agent has said of this very version before. */
type Dismissed = Extract<UpdateState, { readonly kind: 'available' }>['dismissed'];

export type UpdateEvent =
  | { readonly kind: 'check' }
  | { readonly kind: 'found'; readonly offer: UpdateOffer; readonly dismissed: Dismissed }
  | { readonly kind: 'newest'; readonly at: number }
  | { readonly kind: 'failed'; readonly why: UpdateTrouble }
  | { readonly kind: 'download' }
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'downloaded' }
  | { readonly kind: 'later' }
  | { readonly kind: 'skip' }
  | { readonly kind: 'onQuit' };

/** Of a step that does not fit the state nothing comes: a press that came late, an answer to a question that was given up. */
const OTHERWISE = null;

const offerOf = (state: UpdateState): UpdateOffer | null => ('offer' in state ? state.offer : null);

const afterLater = (state: UpdateState): UpdateState | null => {
  if (state.kind === 'available') return { ...state, dismissed: 'later' };
  return state.kind === 'ready' ? { ...state, install: 'later' } : OTHERWISE;
};

const isBusy = ({ kind }: UpdateState): boolean =>
  kind === 'none' || kind === 'checking' || kind === 'downloading' || kind === 'ready';

/** The one table of what follows what. Null where the event does not fit. */
export const nextUpdateState = (state: UpdateState, event: UpdateEvent): UpdateState | null => {
  switch (event.kind) {
    case 'check':
      return isBusy(state) ? OTHERWISE : { kind: 'checking' };
    case 'found':
      return state.kind === 'checking'
        ? { kind: 'available', offer: event.offer, dismissed: event.dismissed }
        : OTHERWISE;
    case 'newest':
      return state.kind === 'checking' ? { kind: 'idle', checkedAt: event.at } : OTHERWISE;
    case 'failed':
      return state.kind === 'none'
        ? OTHERWISE
        : { kind: 'refused', why: event.why, offer: offerOf(state) };
    case 'download': {
      const offer = offerOf(state);
      const mayBegin = state.kind === 'available' || state.kind === 'refused';
      return mayBegin && offer !== null ? { kind: 'downloading', offer, done: 0 } : OTHERWISE;
    }
    case 'progress':
      return state.kind === 'downloading' ? { ...state, done: event.done } : OTHERWISE;
    case 'downloaded':
      return state.kind === 'downloading'
        ? { kind: 'ready', offer: state.offer, install: 'undecided' }
        : OTHERWISE;
    case 'later':
      return afterLater(state);
    case 'skip':
      return state.kind === 'available' ? { ...state, dismissed: 'skipped' } : OTHERWISE;
    case 'onQuit':
      return state.kind === 'ready' ? { ...state, install: 'onQuit' } : OTHERWISE;
    default:
      return assertNever(event);
  }
};
