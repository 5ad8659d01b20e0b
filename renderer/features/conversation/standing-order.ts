import { useState } from 'react';
import type { Suggestion } from '#shared/model/conversation.ts';
import type { ConversationKey, SuggestionId } from '#shared/model/ids.ts';

/** The order on the screen after a change: who stood there keeps the place, newcomers follow, the newest of them first. */
export const standingOrder = (
  before: readonly SuggestionId[],
  now: readonly Suggestion[],
): readonly SuggestionId[] => {
  const present = new Set(now.map(({ suggestionId }) => suggestionId));
  const kept = before.filter((id) => present.has(id));
  const newcomers = now
    .filter(({ suggestionId }) => !kept.includes(suggestionId))
    .toSorted((a, b) => b.receivedAt - a.receivedAt)
    .map(({ suggestionId }) => suggestionId);
  return [...kept, ...newcomers];
};

/** The suggestions of a conversation in the order in which they stand there while it is open (CV5). */
export const useStandingOrder = (
  key: ConversationKey,
  suggestions: readonly Suggestion[],
): readonly Suggestion[] => {
  const [seen, setSeen] = useState<{
    readonly key: ConversationKey;
    readonly suggestions: readonly Suggestion[];
    readonly order: readonly SuggestionId[];
  }>({ key, suggestions, order: standingOrder([], suggestions) });
  let { order } = seen;
  if (seen.key !== key || seen.suggestions !== suggestions) {
    order = standingOrder(seen.key === key ? seen.order : [], suggestions);
    setSeen({ key, suggestions, order });
  }
  return order.flatMap((id) => suggestions.filter(({ suggestionId }) => suggestionId === id));
};
