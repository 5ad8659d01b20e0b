import { CONVERSATION } from './conversation.ts';
import { FIRST_RUN } from './first-run.ts';
import { PHRASES } from './phrases.ts';
import type { Scenes } from './scene.ts';
import { SETTINGS } from './settings.ts';
import { SHOP_SCENES } from './shops.ts';
import { STATUS } from './status.ts';
import { UPDATES } from './updates.ts';
import { WORKBENCH } from './workbench.ts';

/** Every screen, dialog, menu and popover: the pictures, and what axe looks at. The only list of them. */
export const SCENES: Scenes = {
  ...WORKBENCH,
  ...CONVERSATION,
  ...SHOP_SCENES,
  ...SETTINGS,
  ...UPDATES,
  ...PHRASES,
  ...STATUS,
  ...FIRST_RUN,
};

/**
 * One scene for each screen and each kind of dialog, menu and popover. `npm test` has time for these; the variants of what
 * stands in them (what a shop, a message or a file can be) are looked at by `npm run promises`.
 */
export const FIRST_SCENES: readonly (keyof typeof SCENES)[] = [
  'workbench',
  'search',
  'conversation-menu',
  'transfer',
  'tab-menu',
  'remove-shop',
  'alerts-open',
  'limits-mistake',
  'update-available',
  'phrase-list',
  'phrases-page',
  'phrase-editor',
  'phrases-import-error',
  'diagnostics',
  'keys',
  'first-run',
];
