import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** True where strace can change what the kernel answers: Linux, with strace, allowed to trace. */
export const canTrace = (): boolean => {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Lets the kernel answer a running program otherwise than it would, in all its threads, for example
 * `fsync,fdatasync:error=EIO` or `fdatasync:delay_enter=4000000` (microseconds). Resolves when it holds; what it
 * answers ends it.
 */
export const injectFault = async (pid: number, rule: string): Promise<() => Promise<void>> => {
  const calls = rule.split(':', 1)[0] ?? '';
  const words = ['-f', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${rule}`];
  const tracer = spawn('strace', [...words, '-p', `${pid}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(tracer, 'exit');
  const [line] = (await Promise.race([
    once(createInterface({ input: tracer.stderr }), 'line'),
    ended.then(() => ['ended']),
  ])) as [string];
  if (!line.includes('attached')) throw new Error(`strace: ${line}`);
  return async () => {
    tracer.kill('SIGINT');
    await ended;
  };
};
