/** SE10: what we write is for the user who runs the program alone. Windows has no such modes: there the folder's rights hold. */
export const OWNER_ONLY = { file: 0o600, folder: 0o700 } as const;

/** Holds for all that this process and its children will ever make, whatever the mode of a folder that was named. */
export const keepToOwner = (): void => {
  process.umask(0o077);
};
