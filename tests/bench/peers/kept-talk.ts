import { lengthOf, said, type Said } from '../beside-peers/said.ts';

/** The messages of one conversation in memory, as a program keeps them that has loaded them; the newest last. */
export type KeptTalk = { readonly talk: number; readonly messages: readonly Said[] };

export const keepTalk = (talk: number): KeptTalk => ({
  talk,
  messages: Array.from({ length: lengthOf(talk) }, (_, index) => said(talk, index)),
});

export const withOneMore = ({ talk, messages }: KeptTalk): KeptTalk => ({
  talk,
  messages: [...messages, said(talk, messages.length)],
});
