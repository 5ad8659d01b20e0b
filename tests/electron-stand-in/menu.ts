import type * as Electron from 'electron';
import { record } from './record.ts';
import { DEFAULT_MENU_ROLES, KEYS_OF_ROLES } from './rules.ts';

export type Item = Electron.MenuItemConstructorOptions;

const flat = (items: readonly Item[]): readonly Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

/** What a test reads of an item, in the order of the menu. */
const shownOf = ({ label, role, type, enabled = true, checked }: Item): object => ({
  label: label ?? '',
  role: role ?? '',
  type: type ?? '',
  isEnabled: enabled,
  ...(checked !== undefined && { isChecked: checked }),
});

export class Menu {
  readonly template: readonly Item[];

  constructor(template: readonly Item[] = []) {
    this.template = template;
  }

  static buildFromTemplate(template: readonly Item[]): Menu {
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    ofApplication = menu;
    record('Menu.setApplicationMenu', menu === null ? [] : flat(menu.template).map(shownOf));
  }

  popup(): void {
    open = this.template;
    record('menu.popup', flat(this.template).map(shownOf));
  }
}

const DEFAULT = new Menu(DEFAULT_MENU_ROLES.map((role) => ({ role: role as Item['role'] & {} })));
let ofApplication: Menu | null = DEFAULT;
let open: readonly Item[] = [];

/** The item of the application's menu that these keys choose. */
export const itemForKeys = (keys: string): Item | undefined =>
  flat(ofApplication?.template ?? []).find(
    ({ accelerator, role }) => (accelerator ?? KEYS_OF_ROLES[role ?? '']) === keys,
  );

export const shownIn = (menu: Menu): readonly object[] => flat(menu.template).map(shownOf);

export const itemIn = (menu: Menu, label: string): Item | undefined =>
  flat(menu.template).find((item) => item.label === label);

/** The item with this label in the menu that is open. */
export const itemOfOpenMenu = (label: string): Item | undefined =>
  flat(open).find((item) => item.label === label);
