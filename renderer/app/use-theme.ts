import { useEffect } from 'react';
import { useSettings } from '../state/replica.ts';

/** Keeps `data-theme` on the root element: the setting, or what the system prefers. */
export const useTheme = (): void => {
  const { theme } = useSettings();
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      const isDark = theme === 'dark' || (theme === 'system' && dark.matches);
      document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
    };
    apply();
    dark.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
    };
  }, [theme]);
};
