import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { Conversation } from '#shared/model/conversation.ts';
import { v7 as uuidv7 } from 'uuid';
import {
  asMessageId,
  conversationKey,
  type ConversationKey,
  type ConversationRef,
  type SuggestionId,
} from '#shared/model/ids.ts';
import { useBridge, useMediaKey } from '../../bridge/bridge-context.tsx';
import { requiredContext } from '../../ui/required-context.ts';
import { stageFile } from '../../bridge/stage-file.ts';
import { AttachmentBook } from './attachment-book.ts';
import type { Attached } from './attached.ts';
import { useAppState } from '../state-context.tsx';
import { DraftBook, EMPTY_DRAFT, type Draft, type DraftNews } from './draft-book.ts';

/** What the parts around one conversation do together: the chat puts words into the composer, opens the transfer. */
type Compose = {
  readonly drafts: DraftBook;
  readonly attachments: AttachmentBook;
  readonly transferOf: ConversationKey | null;
  readonly setTransferOf: (key: ConversationKey | null) => void;
};

const [ComposeContext, useCompose] = requiredContext<Compose>('ComposeProvider');

const laterByTimer = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
};

/** Stands around chat, composer and transfer. Saves every draft when it goes and when the window is left. */
export const ComposeProvider = ({ children }: { readonly children: ReactNode }) => {
  const bridge = useBridge();
  const mediaKey = useMediaKey();
  const { follower } = useAppState();
  const [drafts] = useState(
    () =>
      new DraftBook({
        windowId: uuidv7(),
        save: ({ shopId, buyerPin }, given) =>
          bridge.call('conversations.saveDraft', { shopId, buyerPin, ...given }),
        told: (key) => follower.conversations.get(key),
        later: laterByTimer,
        nowMs: () => performance.now(),
      }),
  );
  const [attachments] = useState(
    () =>
      new AttachmentBook({
        stage: (file) => stageFile(file, mediaKey),
        send: (input) => bridge.call('messages.send', input),
        newId: () => asMessageId(uuidv7()),
      }),
  );
  useEffect(
    () =>
      follower.listen({
        onDelta: (delta) => {
          if (delta.removedShops !== undefined) drafts.forgetShops(delta.removedShops);
          if (delta.conversations !== undefined) drafts.follow(delta.conversations);
        },
        onSnapshot: (isNewLife) => {
          const rows = [...follower.conversations.rows()];
          if (isNewLife) drafts.beginLife(rows);
          else drafts.follow(rows);
        },
      }),
    [follower, drafts],
  );
  const [transferOf, setTransferOf] = useState<ConversationKey | null>(null);
  useEffect(() => {
    const flush = (): void => {
      drafts.flush();
    };
    addEventListener('blur', flush);
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('blur', flush);
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [drafts]);
  const compose = useMemo(
    () => ({
      drafts,
      attachments,
      transferOf,
      setTransferOf,
    }),
    [drafts, attachments, transferOf],
  );
  return <ComposeContext value={compose}>{children}</ComposeContext>;
};

export const useDraftBook = (): DraftBook => useCompose().drafts;

export const useAttachmentBook = (): AttachmentBook => useCompose().attachments;

/** The file that goes with the next send to this buyer. */
export const useAttached = (key: ConversationKey): Attached | null => {
  const { attachments } = useCompose();
  return useSyncExternalStore(attachments.subscribe, () => attachments.read(key));
};

/** What is being written to this buyer: of this window, else the saved one. */
export const useDraft = (conversation: Pick<Conversation, 'key' | 'draft'>): Draft => {
  const { drafts } = useCompose();
  const written = useSyncExternalStore(drafts.subscribe, () => drafts.read(conversation.key));
  const saved = conversation.draft;
  return useMemo(
    () => written ?? (saved === '' ? EMPTY_DRAFT : { ...EMPTY_DRAFT, text: saved }),
    [written, saved],
  );
};

/** What another window did to this draft, until the agent has dealt with it. */
export const useDraftNews = (key: ConversationKey): DraftNews | null => {
  const { drafts } = useCompose();
  return useSyncExternalStore(drafts.subscribe, () => drafts.newsOf(key));
};

/** Puts words (a suggestion's, or those of a send that was taken back) into the composer, behind what is already there. */
export const useComposeFrom = (): ((
  conversation: ConversationRef,
  text: string,
  suggestionId: SuggestionId | null,
) => void) => {
  const { drafts } = useCompose();
  const { follower, selection } = useAppState();
  return useCallback(
    (conversation, text, suggestionId) => {
      const { shopId, buyerPin } = conversation;
      const key = conversationKey(conversation);
      const saved = follower.conversations.get(key)?.draft ?? '';
      const present = drafts.read(key)?.text ?? saved;
      drafts.write(
        { shopId, buyerPin },
        {
          text: present.trim() === '' ? text : `${present}\n${text}`,
          suggestionId,
          retryId: null,
        },
      );
      selection.getState().wishCaret();
    },
    [drafts, follower, selection],
  );
};

/** Of which conversation the transfer dialog is open, and the way to open and close it. */
export const useTransferDialog = (): {
  readonly openFor: ConversationKey | null;
  readonly open: (key: ConversationKey) => void;
  readonly close: () => void;
} => {
  const { transferOf, setTransferOf } = useCompose();
  return useMemo(
    () => ({
      openFor: transferOf,
      open: setTransferOf,
      close: () => {
        setTransferOf(null);
      },
    }),
    [transferOf, setTransferOf],
  );
};
