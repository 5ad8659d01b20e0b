import { CONVERSATION } from './conversation.ts';
import { FIRST_RUN } from './first-run.ts';
import type { Scenes } from './scene.ts';
import { SETTINGS } from './settings.ts';
import { SHOP_SCENES } from './shops.ts';
import { STATUS } from './status.ts';
import { WORKBENCH } from './workbench.ts';

/** Every screen, dialog, menu and popover: the pictures, and what axe looks at. The only list of them. */
export const SCENES: Scenes = {
  ...WORKBENCH,
  ...CONVERSATION,
  ...SHOP_SCENES,
  ...SETTINGS,
  ...STATUS,
  ...FIRST_RUN,
};
