/** What a page offers to the probe; the same for ours and for every peer. */
export type TalkPage = {
  /** Has the messages at hand, as a program that has loaded them; not measured. */
  readonly prepare: (talk: number) => void;
  /** The row of the list that opens a conversation. */
  readonly row: (talk: number) => HTMLElement | null;
  /** The box in which messages scroll. */
  readonly log: () => HTMLElement | null;
  /** The last message that is in the page. */
  readonly newest: () => Element | null;
  /** One more message in the open conversation. */
  readonly append: () => void;
};

declare global {
  interface Window {
    talkPage: TalkPage;
  }
}
