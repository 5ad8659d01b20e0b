import { recordFigure } from '../faults/figures.ts';
import { MUTANTS, type Mutant } from './catalog.ts';
import { Scratch } from './scratch.ts';

/**
 * `npm run test:mutants [words of a name]`: every seeded fault must be caught. First the same tests run over the sources as
 * they are: a test that fails anyway catches nothing. Ends with 1 when a fault survived.
 */
const WORKERS = 2;

const wanted = process.argv.slice(2).join(' ');
const mutants = MUTANTS.filter(({ name }) => name.includes(wanted));
if (mutants.length === 0) {
  console.error(`no seeded fault is called «${wanted}»`);
  process.exit(2);
}

const soundness = async (scratch: Scratch): Promise<void> => {
  const places = [...new Set(mutants.flatMap(({ tests }) => tests))];
  const { passed, failed, output } = await scratch.runTests(places);
  if (passed > 0 && failed.length === 0) return;
  throw new Error(`the tests fail without any seeded fault: ${failed[0] ?? output}`);
};

const survivors: string[] = [];
const judge = async (scratch: Scratch, mutant: Mutant): Promise<void> => {
  const { failed, output } = await scratch.runMutant(mutant);
  const [catcher] = failed;
  if (catcher === undefined) {
    survivors.push(mutant.name);
    console.log(`✗ ${mutant.name}\n    nobody noticed (${mutant.file})\n${output}`);
  } else {
    console.log(`✓ ${mutant.name}\n    ${catcher}`);
  }
};

const scratches = await Promise.all(Array.from({ length: WORKERS }, () => Scratch.make()));
try {
  const [first] = scratches;
  if (first !== undefined) await soundness(first);
  const waiting = mutants.values();
  const work = async (scratch: Scratch): Promise<void> => {
    for (const mutant of waiting) await judge(scratch, mutant);
  };
  await Promise.all(scratches.map(work));
} finally {
  await Promise.all(scratches.map((scratch) => scratch.remove()));
}
console.log(`${mutants.length - survivors.length} caught, ${survivors.length} survived`);
if (survivors.length > 0) process.exitCode = 1;
else if (mutants.length === MUTANTS.length) {
  recordFigure({
    promise: 'mutants',
    target: '25 seeded faults, each caught',
    reached: `${mutants.length} of ${mutants.length} caught`,
  });
}
