/**
 * The row of an id in a plain table, null where it has none. Ids come from outside: a shop may be called `constructor`, which
 * every plain object answers to with something that is no row.
 */
export const ownOf = <Id extends string, Row>(
  table: Readonly<Record<Id, Row>>,
  id: Id | null | undefined,
): Row | null => (id !== null && id !== undefined && Object.hasOwn(table, id) ? table[id] : null);
