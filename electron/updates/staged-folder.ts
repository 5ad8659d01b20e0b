import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gt, valid } from 'semver';

const VERSION_FILE = 'version';

/** Where a downloaded version waits for its installation, below the data directory; of one version alone. */
export class StagedFolder {
  readonly path: string;

  constructor(dataDirectory: string) {
    this.path = path.join(dataDirectory, 'updates');
  }

  /** Makes the folder for this version. Throws where it cannot be written. */
  begin(version: string): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(this.path, VERSION_FILE), version, { mode: 0o600 });
  }

  /** Removes what was installed meanwhile, a hundred megabytes; what still waits stays and is not downloaded again. */
  sweep(current: string): void {
    try {
      const version = readFileSync(path.join(this.path, VERSION_FILE), 'utf8');
      if (valid(version) !== null && gt(version, current)) return;
      rmSync(this.path, { recursive: true, force: true });
    } catch {
      // Mostly nothing was ever downloaded; what cannot be removed is tried again by the next start.
    }
  }
}
