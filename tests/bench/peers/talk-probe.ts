import type { TalkPage } from '../beside-peers/talk-page.ts';
import { keepTalk, withOneMore, type KeptTalk } from './kept-talk.ts';

/** What a peer's page shows: the conversation that was clicked on, and what was appended to it. */
export const offerTalk = (
  parts: Pick<TalkPage, 'log' | 'newest'> & { readonly show: (kept: KeptTalk) => void },
): { readonly open: () => void } => {
  let kept: KeptTalk | null = null;
  const show = (next: KeptTalk): void => {
    kept = next;
    parts.show(next);
  };
  window.talkPage = {
    prepare: (talk) => {
      kept = keepTalk(talk);
    },
    row: (talk) => document.querySelector<HTMLElement>(`[data-talk="${String(talk)}"]`),
    log: parts.log,
    newest: parts.newest,
    append: () => {
      if (kept !== null) show(withOneMore(kept));
    },
  };
  return {
    open: () => {
      if (kept !== null) show(kept);
    },
  };
};
