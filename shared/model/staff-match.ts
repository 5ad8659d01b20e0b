import type { OpenQuestion } from './conversation.ts';
import type { Staff } from './shop.ts';

export type StaffMatch =
  | { readonly kind: 'one'; readonly staff: Staff }
  | { readonly kind: Exclude<OpenQuestion['why'], 'failed'> };

/**
 * Whom a gateway's transfer means (CV10): its `content` is a name. Only a single bearer of that name who is online is
 * taken; with two of the same name nobody can know which one was meant, even when one of them is offline.
 */
export const matchStaff = (staff: readonly Staff[], name: string): StaffMatch => {
  const wanted = name.trim();
  const [first, second] = staff.filter((person) => person.name.trim() === wanted);
  if (first === undefined) return { kind: 'none' };
  if (second !== undefined) return { kind: 'several' };
  return first.online ? { kind: 'one', staff: first } : { kind: 'offline' };
};
