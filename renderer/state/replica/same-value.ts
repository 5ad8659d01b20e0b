/** Plain data, as it comes over the transport: every delta brings new objects, also where nothing in them changed. */
type Plain = string | number | boolean | null | undefined | object;

const isArray = (value: object): value is readonly Plain[] => Array.isArray(value);

/** True when two pieces of plain data say the same. */
export const sameValue = (a: Plain, b: Plain): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isArray(a) || isArray(b))
    return (
      isArray(a) &&
      isArray(b) &&
      a.length === b.length &&
      a.every((value, index) => sameValue(value, b[index]))
    );
  const entries = Object.entries<Plain>({ ...a });
  const others = new Map(Object.entries<Plain>({ ...b }));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && sameValue(value, others.get(key)))
  );
};
