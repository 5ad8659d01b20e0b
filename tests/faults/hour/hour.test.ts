import { expect, it } from 'vitest';
import { recordFigure } from '../figures.ts';
import { runHour } from './hour-run.ts';

it(
  '[PL1] [PL6] [CV3] [GW9] under random faults and kills buyers, back office and database agree exactly',
  async () => {
    const seed = Number(process.env['DUODIAN_HOUR_SEED'] ?? Date.now() % 1_000_000);
    const minutes = 60;
    const shops = 20;
    const { differences, unconfirmed, figures } = await runHour({
      minutes,
      shops,
      seed,
      say: (line) => console.error(line),
    });
    expect(differences, `seed ${seed}`).toEqual([]);
    expect(figures['said']).toBeGreaterThan(minutes * shops);
    recordFigure({
      promise: 'neverLost',
      target: `${shops} shops, ${minutes} min of random faults: ledgers and database agree`,
      reached: `${String(figures['said'])} said, ${String(figures['sent'])} sent, ${unconfirmed.length} unconfirmed, 0 differences`,
    });
  },
  2 * 3_600_000,
);
