/** Backgrounds that carry white text at 4.5:1. */
const AVATAR_COLORS = [
  '#5b6ee0',
  '#c2562b',
  '#23805c',
  '#a24cba',
  '#2677b0',
  '#667085',
  '#bd4a78',
  '#8a6a12',
  '#0f7c8a',
  '#7a57d1',
] as const;

/** The same colour for the same name on every computer (FNV-1a over code points). */
export const colorOfName = (name: string): string => {
  let hash = 0x811c9dc5;
  for (const character of name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return AVATAR_COLORS[hash % AVATAR_COLORS.length] ?? AVATAR_COLORS[0];
};
