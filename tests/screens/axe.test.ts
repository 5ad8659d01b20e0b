import { describe, expect, it } from 'vitest';
import { AxeInspector } from './axe.ts';
import { freshScreen } from './fresh-screen.ts';
import { SCENES } from './scenes/scenes.ts';

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
  it.each(Object.keys(SCENES))('%s has no violation, light or dark', async (name) => {
    await SCENES[name]?.(screen.page);
    const structure = await axe.structure(screen.page);
    const light = await axe.colours(screen.page);
    await showDark();
    const dark = await axe.colours(screen.page);
    expect([...structure, ...light, ...dark].join('\n')).toBe('');
  });
});
