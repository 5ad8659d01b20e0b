/** The picture of a buyer: the same pin has the same one on every page. `media` is the base of the pictures, without a slash at the end. */
export const avatarOf = (pin: string, media: string): string => {
  let sum = 0;
  for (const character of pin) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 8;
  return `${media}/avatar-${sum}.png`;
};
