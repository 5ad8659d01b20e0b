import path from 'node:path';

const FILE = 'managed.json';

/**
 * Where an administrator leaves the settings of a computer: a folder that nobody else may write. On Windows that is below the
 * programs; everyone may make a folder below `ProgramData`.
 */
export const managedPlace = (
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  if (platform === 'win32') {
    const programs = environment['ProgramFiles'] ?? 'C:\\Program Files';
    return path.win32.join(programs, 'Duodian', FILE);
  }
  return platform === 'darwin'
    ? path.posix.join('/Library/Application Support/Duodian', FILE)
    : path.posix.join('/etc/duodian', FILE);
};
