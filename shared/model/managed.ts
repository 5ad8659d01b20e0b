/** What an administrator can switch off on a computer. */
export const OFF_SWITCHES = ['updates', 'diagnosticsExport', 'externalLinks'] as const;
export type OffSwitch = (typeof OFF_SWITCHES)[number];

/** Why the administrator's file is not followed, and of which field. All of it is left out then, never a half. */
export type ManagedMistake = {
  readonly kind: 'notRead' | 'notOwned' | 'notJson' | 'unknownField' | 'wrongValue';
  /** `gateway.server`; empty where the file as a whole is meant. */
  readonly field: string;
};

/** What the administrator of this computer has decided, as far as the screen shows it. */
export type ManagedStatus = {
  /** The back office of everyone on this computer; null: each agent chooses. */
  readonly server: string | null;
  /** Where newer versions come from, or on which channel, was decided. */
  readonly hasUpdates: boolean;
  readonly off: readonly OffSwitch[];
  readonly mistake: ManagedMistake | null;
};

export const NOTHING_MANAGED: ManagedStatus = {
  server: null,
  hasUpdates: false,
  off: [],
  mistake: null,
};
