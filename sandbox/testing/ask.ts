import { request } from 'node:http';
import type { World } from '../world.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON, null when it is none. */
  readonly json: unknown;
};
export type Question = {
  readonly method?: string;
  /** Real host of a simulated site, or any other `Host`. */
  readonly site?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
};

/** One HTTP request to the world, with a `Host` of one's own choice (a browser resolves `*.localhost` by itself). */
export const ask = (world: World, path: string, question: Question = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const host =
      question.host ??
      (question.site === undefined
        ? `127.0.0.1:${world.port}`
        : `${question.site}.localhost:${world.port}`);
    const body = typeof question.body === 'string' ? question.body : JSON.stringify(question.body);
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: world.port,
        path,
        method: question.method ?? (question.body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...question.headers,
          host,
        },
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, text, json: parsed(text) });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(question.body === undefined ? undefined : body);
  });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};
