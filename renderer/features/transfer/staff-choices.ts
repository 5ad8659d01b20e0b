import type { StaffId } from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';
import { plainName } from '../../ui/plain-text.ts';

/** One line of the staff list. */
export type StaffChoice = {
  readonly staffId: StaffId;
  readonly name: string;
  readonly department: string;
  readonly presence: 'online' | 'offline' | 'unusable';
  /** The last digits of the id, where another colleague has the same name. */
  readonly idTail: string | null;
};

const TAIL_LENGTH = 4;
const USABLE = 1;

/** Long enough to tell colleagues of one name apart. */
const tailOf = (staff: Staff, namesakes: readonly Staff[]): string => {
  for (let length = TAIL_LENGTH; length < staff.staffId.length; length += 2) {
    const tail = staff.staffId.slice(-length);
    if (namesakes.filter((other) => other.staffId.endsWith(tail)).length === 1) return tail;
  }
  return staff.staffId;
};

const RANK = { online: 0, offline: 1, unusable: 2 } as const;

/**
 * The staff as the agent chooses among them: who is there first, then by name. `query` matches name, department
 * and id, without case. Colleagues of the same name get the end of their id.
 */
export const staffChoices = (staff: readonly Staff[], query: string): readonly StaffChoice[] => {
  const wanted = query.trim().toLocaleLowerCase();
  const byName = Map.groupBy(staff, ({ name }) => plainName(name));
  return staff
    .map((one): StaffChoice => {
      const name = plainName(one.name);
      const namesakes = byName.get(name) ?? [];
      return {
        staffId: one.staffId,
        name: name === '' ? one.staffId : name,
        department: plainName(one.department),
        presence: one.status !== USABLE ? 'unusable' : one.online ? 'online' : 'offline',
        idTail: namesakes.length > 1 ? tailOf(one, namesakes) : null,
      };
    })
    .filter(({ name, department, staffId }) =>
      [name, department, staffId].some((text) => text.toLocaleLowerCase().includes(wanted)),
    )
    .sort(
      (a, b) =>
        RANK[a.presence] - RANK[b.presence] ||
        a.name.localeCompare(b.name, 'zh-CN') ||
        (a.staffId < b.staffId ? -1 : 1),
    );
};
