import '@chatscope/chat-ui-kit-styles/dist/default/styles.min.css';
import {
  ChatContainer,
  Conversation,
  ConversationList,
  MainContainer,
  Message,
  MessageInput,
  MessageList,
} from '@chatscope/chat-ui-kit-react';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { TALKS, talkName } from '../beside-peers/said.ts';
import type { KeptTalk } from './kept-talk.ts';
import { offerTalk } from './talk-probe.ts';

/** Built as chatscope's README and storybook show it: one `Message` for each message; the kit has no list that renders a part. */
let show: (kept: KeptTalk) => void = () => undefined;
const messages = document.getElementsByClassName('cs-message');
const { open } = offerTalk({
  log: () => document.querySelector<HTMLElement>('.cs-message-list__scroll-wrapper'),
  newest: () => messages.item(messages.length - 1),
  show: (kept) => {
    show(kept);
  },
});

const Page = () => {
  const [kept, setKept] = useState<KeptTalk | null>(null);
  useEffect(() => {
    show = setKept;
  }, []);
  return (
    <div style={{ position: 'relative', height: '800px' }}>
      <MainContainer>
        <ConversationList style={{ flexBasis: 300 }}>
          {Array.from({ length: TALKS + 1 }, (_, talk) => (
            <Conversation
              key={talkName(talk)}
              name={talkName(talk)}
              active={kept?.talk === talk}
              data-talk={talk}
              onClick={open}
            />
          ))}
        </ConversationList>
        <ChatContainer>
          <MessageList>
            {kept?.messages.map(({ key, text, isBuyer, at }) => (
              <Message
                key={key}
                model={{
                  message: text,
                  sentTime: new Date(at).toISOString(),
                  direction: isBuyer ? 'incoming' : 'outgoing',
                  position: 'single',
                }}
              />
            ))}
          </MessageList>
          <MessageInput placeholder="回复" />
        </ChatContainer>
      </MainContainer>
    </div>
  );
};

const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<Page />);
