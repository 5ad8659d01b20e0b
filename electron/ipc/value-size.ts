const MAX_DEPTH = 64;

/**
 * Whether `value`, written as JSON, stays within about `limit` characters and within a sane depth.
 * It counts and stops at the limit instead of building the text: a hostile or runaway value must not cost memory twice.
 */
export const fitsWithin = (value: unknown, limit: number): boolean => {
  let left = limit;
  const take = (part: unknown, depth: number): boolean => {
    if (depth > MAX_DEPTH) return false;
    if (typeof part === 'string') left -= part.length + 2;
    else if (typeof part !== 'object' || part === null) left -= 8;
    else {
      left -= 2;
      for (const [key, child] of Object.entries(part)) {
        left -= key.length + 4;
        if (left < 0 || !take(child, depth + 1)) return false;
      }
    }
    return left >= 0;
  };
  return take(value, 0);
};
