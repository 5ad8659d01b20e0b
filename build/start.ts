import { runHost, takeHostChoice } from './host-process.ts';

/** `npm start [-- --host desktop|browser] [host's options]`: the desktop host, or the browser host where that cannot be. */
try {
  const { choice, rest } = takeHostChoice(process.argv.slice(2));
  process.exitCode = await runHost({ choice, parameters: rest, environment: {} });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
