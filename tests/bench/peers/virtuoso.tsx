import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { TALKS, talkName, type Said } from '../beside-peers/said.ts';
import type { KeptTalk } from './kept-talk.ts';
import { offerTalk } from './talk-probe.ts';

/**
 * The least that a chat in React can be: react-virtuoso's list, as its guide builds a chat with it (it begins at the last
 * item and follows the output), of bubbles that are two elements each.
 */
let show: (kept: KeptTalk) => void = () => undefined;
const messages = document.getElementsByClassName('bubble');
const { open } = offerTalk({
  log: () => document.querySelector<HTMLElement>('[data-virtuoso-scroller]'),
  newest: () => messages.item(messages.length - 1),
  show: (kept) => {
    show(kept);
  },
});

const bubbleOf = (_: number, { text, isBuyer }: Said) => (
  <div style={{ display: 'flex', justifyContent: isBuyer ? 'start' : 'end', padding: '4px 16px' }}>
    <p
      className="bubble"
      style={{ margin: 0, padding: '8px 12px', maxWidth: 420, background: '#e8eef5' }}
    >
      {text}
    </p>
  </div>
);

const Page = () => {
  const [kept, setKept] = useState<KeptTalk | null>(null);
  useEffect(() => {
    show = setKept;
  }, []);
  return (
    <div style={{ display: 'flex', height: 800, font: '14px sans-serif' }}>
      <div style={{ width: 300 }}>
        {Array.from({ length: TALKS + 1 }, (_, talk) => (
          <button type="button" key={talkName(talk)} data-talk={talk} onClick={open}>
            {talkName(talk)}
          </button>
        ))}
      </div>
      {kept !== null && (
        <Virtuoso
          key={kept.talk}
          style={{ flex: 1 }}
          data={kept.messages}
          initialTopMostItemIndex={kept.messages.length - 1}
          followOutput
          atBottomThreshold={400}
          computeItemKey={(_, { key }) => key}
          itemContent={bubbleOf}
        />
      )}
    </div>
  );
};

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<Page />);
