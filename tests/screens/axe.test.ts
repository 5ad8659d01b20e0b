import { describe, expect, it } from 'vitest';
import { AxeInspector } from './axe.ts';
import { freshScreen } from './fresh-screen.ts';
import { isMeasured, isSoak } from '../faults/scale.ts';
import { FIRST_SCENES, SCENES } from './scenes/scenes.ts';

const screen = freshScreen();
const axe = new AxeInspector();

const showDark = (): Promise<void> =>
  screen.page.evaluate(() => {
    const { settings } = window.harness.replica();
    window.harness.publish({ settings: { ...settings, theme: 'dark' } });
    // Before its first snapshot the app does not hear of settings.
    document.documentElement.dataset['theme'] = 'dark';
  });

describe('every screen, dialog, menu and popover', () => {
  it.each(isMeasured || isSoak ? Object.keys(SCENES) : FIRST_SCENES)(
    '%s has no violation, light or dark',
    async (name) => {
      await SCENES[name]?.(screen.page);
      const light = await axe.everything(screen.page);
      await showDark();
      const dark = await axe.colours(screen.page);
      expect([...light, ...dark].join('\n')).toBe('');
    },
  );
});
