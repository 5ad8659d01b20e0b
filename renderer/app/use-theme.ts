import { useLayoutEffect } from 'react';
import type { Settings } from '#shared/model/settings.ts';
import { useReplica } from '../state/replica/replica.ts';

const show = (theme: Settings['theme'], prefersDark: boolean): void => {
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
};

/** Before the settings are here: what the host put on the page, so that a dark screen does not flash white. */
export const showKeptTheme = (): void => {
  const kept = document.documentElement.dataset['keptTheme'];
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
