import type { FindablePhrase } from '#shared/model/phrase-match.ts';

/** A group by its name, '' for phrases without one, null for all. */
export type GroupChoice = string | null;

export type Group = { readonly name: string; readonly count: number };

/** The groups of these phrases by name; those without one come last. */
export const groupsOf = (rows: readonly FindablePhrase[]): readonly Group[] => {
  const counts = new Map<string, number>();
  for (const { phrase } of rows) counts.set(phrase.group, (counts.get(phrase.group) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) =>
      a.name === '' || b.name === ''
        ? b.name.length - a.name.length
        : a.name.localeCompare(b.name, 'zh'),
    );
};

export const inGroup = (
  rows: readonly FindablePhrase[],
  group: GroupChoice,
): readonly FindablePhrase[] =>
  group === null ? rows : rows.filter(({ phrase }) => phrase.group === group);
