/** What the system of this computer offers the desktop app. */
export type DesktopStatus = {
  /** Whether the app can stay in a tray when its window is closed. */
  readonly hasTray: boolean;
  /** Null where it cannot be arranged: an app that is not installed. */
  readonly startsAtLogin: boolean | null;
};
