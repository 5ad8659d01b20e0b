import { useLayoutEffect } from 'react';
import type { Settings } from '#shared/model/settings.ts';
import { useReplica } from '../state/replica/replica.ts';

const STORAGE_KEY = 'duodian.theme';

const show = (theme: Settings['theme'], prefersDark: boolean): void => {
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
};

/** Before the settings are here: what this window showed last, so that a dark screen does not flash white. */
export const showKeptTheme = (): void => {
  const kept = localStorage.getItem(STORAGE_KEY);
  show(
    kept === 'dark' || kept === 'light' ? kept : 'system',
    window.matchMedia('(prefers-color-scheme: dark)').matches,
  );
};

/** Keeps `data-theme` on the root element: the setting, once it is known, or what the system prefers. */
export const useTheme = (): void => {
  const theme = useReplica((state) =>
    state.phase === 'ready' && state.overview.storage.phase !== 'opening'
      ? state.overview.settings.theme
      : null,
  );
  useLayoutEffect(() => {
    if (theme === null) return undefined;
    localStorage.setItem(STORAGE_KEY, theme);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      show(theme, dark.matches);
    };
    apply();
    dark.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
    };
  }, [theme]);
};
