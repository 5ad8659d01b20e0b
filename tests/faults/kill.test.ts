import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFigure } from './figures.ts';
import { buildProgram, Lives, type Program } from './kill/life.ts';
import { ALL_KILL_POINTS, runWorld, type KillPoint, type WorldReport } from './kill/world.ts';
import { scaled } from './scale.ts';

/** Set it to a seed that failed, to run that world alone. */
const SEED_VARIABLE = 'DUODIAN_KILL_SEED';
const KILLS = scaled(25, 10_000, 300);
/** Lives of one database; a new one begins at an empty folder, so that the first start is killed as well. */
const KILLS_OF_A_WORLD = 25;
const LANES = 2;

describe('kill -9', () => {
  let program: Program;
  let folder: string;

  beforeAll(async () => {
    program = await buildProgram();
    folder = await mkdtemp(path.join(tmpdir(), 'duodian-kills-'));
  });
  afterAll(async () => {
    await program.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const runLane = async (seeds: string[]): Promise<readonly WorldReport[]> => {
    const lives = new Lives(program);
    const reports: WorldReport[] = [];
    try {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const own = await mkdtemp(path.join(folder, 'world-'));
        reports.push(await runWorld({ folder: own, lives, seed, kills: KILLS_OF_A_WORLD }));
        await rm(own, { recursive: true, force: true });
      }
    } finally {
      await lives.close();
    }
    return reports;
  };

  it(
    `[GW9] [GW11] [CV3] [CV5] [PL6] ${KILLS} kills under traffic lose and double nothing`,
    async () => {
      const given = process.env[SEED_VARIABLE];
      const run = Date.now().toString(36);
      const seeds =
        given === undefined
          ? Array.from({ length: KILLS / KILLS_OF_A_WORLD }, (_, index) => `${run}-${index}`)
          : [given];
      const reports = (
        await Promise.all(Array.from({ length: LANES }, () => runLane(seeds)))
      ).flat();
      expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
      if (given !== undefined) return;
      const kills = reports.reduce((sum, report) => sum + report.kills, 0);
      expect(kills).toBe(KILLS);
      const points = new Set<KillPoint>(reports.flatMap((report) => report.killedAt));
      // A few kills may miss a rare moment, and a slow machine a late one; three hundred may not.
      if (KILLS >= 300) expect([...points].toSorted()).toEqual([...ALL_KILL_POINTS].toSorted());
      else expect(points.size).toBeGreaterThan(ALL_KILL_POINTS.length / 4);
      recordFigure({
        promise: 'neverLost',
        target: `${KILLS} kills: 0 lost, 0 doubled`,
        reached: `${kills} kills: 0 lost, 0 doubled`,
      });
    },
    scaled(600_000, 14_400_000),
  );
});
