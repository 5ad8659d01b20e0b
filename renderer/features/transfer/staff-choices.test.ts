import { describe, expect, it } from 'vitest';
import { asStaffId } from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';
import { staffChoices } from './staff-choices.ts';

const staff = (id: string, name: string, over: Partial<Staff> = {}): Staff => ({
  staffId: asStaffId(id),
  name,
  status: 1,
  department: '',
  online: true,
  ...over,
});

describe('[CV10] the staff to choose from', () => {
  it('puts who is there first, the unusable last', () => {
    const choices = staffChoices(
      [
        staff('1', '停用', { status: 0 }),
        staff('2', '夜班', { online: false }),
        staff('3', '售后'),
        staff('4', '安安'),
      ],
      '',
    );
    expect(choices.map(({ name, presence }) => `${name}:${presence}`)).toEqual([
      '安安:online',
      '售后:online',
      '夜班:offline',
      '停用:unusable',
    ]);
  });

  it('tells colleagues of one name apart by the end of their id, however far back it differs', () => {
    const tails = (...ids: string[]) =>
      staffChoices(
        ids.map((id) => staff(id, '小王')),
        '',
      ).map(({ idTail }) => idTail);
    expect(tails('7545667615256944155', '7545667615256944156')).toEqual(['4155', '4156']);
    expect(tails('11129999', '22229999')).toEqual(['129999', '229999']);
    expect(tails('99', '9')).toEqual(['9', '99']);
    expect(staffChoices([staff('1', '小王')], '')[0]?.idTail).toBeNull();
  });

  it('searches name, department and id', () => {
    const all = [staff('100', '售后客服', { department: '售后' }), staff('200', 'Anna')];
    expect(staffChoices(all, ' 售后 ').map(({ staffId }) => staffId)).toEqual(['100']);
    expect(staffChoices(all, 'ANN').map(({ staffId }) => staffId)).toEqual(['200']);
    expect(staffChoices(all, '200').map(({ staffId }) => staffId)).toEqual(['200']);
    expect(staffChoices(all, 'x')).toEqual([]);
  });
});
