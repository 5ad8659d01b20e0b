import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as z from 'zod';

/** A request that the sandbox will not do, with the sentence to say. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
  }
}

/**
 * Refuses what a page of another site may send without asking first: a form's or a text's body, and whatever its browser says comes
 * from elsewhere. Programs name no origin.
 */
export const refuseForeign = (request: IncomingMessage): void => {
  const { host, origin, 'sec-fetch-site': site, 'content-type': type } = request.headers;
  const isForeign = origin !== undefined && origin !== `http://${host ?? ''}`;
  if (isForeign || site === 'cross-site' || site === 'same-site')
    throw new Refusal(403, 'The levers of this world answer to its own pages and to programs.');
  const hasBody =
    Number(request.headers['content-length'] ?? 0) > 0 ||
    request.headers['transfer-encoding'] !== undefined;
  if (hasBody && type?.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    throw new Refusal(415, 'The body is taken as application/json only.');
};

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** The whole body; refuses with 413 above `limit`. */
export const readBytes = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limit)
      throw new Refusal(413, `The body is larger than ${limit / 1024 / 1024} MiB.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** The body as JSON that fits the schema; refuses with 400 and one sentence. An empty body counts as `{}`. */
export const readJson = async <Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  limit = BODY_LIMIT_BYTES,
): Promise<z.infer<Schema>> => {
  const text = (await readBytes(request, limit)).toString('utf8');
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
  return checked(schema, json);
};

/** A value that fits the schema, or a 400 that names the first field that does not. */
export const checked = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new Refusal(400, `"${where}" does not fit: ${issue?.message ?? 'invalid'}.`);
};

export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(value));
};

export const sendText = (
  response: ServerResponse,
  type: 'text/html' | 'text/javascript' | 'text/css',
  text: string,
  status = 200,
): void => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(text);
};

export const redirect = (response: ServerResponse, location: string): void => {
  response.writeHead(302, { location, 'cache-control': 'no-store' });
  response.end();
};

/** Cookies of a request; of a name that is given twice the first counts. */
export const cookiesOf = (request: IncomingMessage): ReadonlyMap<string, string> => {
  const cookies = new Map<string, string>();
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const equals = part.indexOf('=');
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim();
    if (!cookies.has(name)) cookies.set(name, part.slice(equals + 1).trim());
  }
  return cookies;
};

/** Text that is safe inside HTML. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** JSON that is safe inside a `<script type="application/json">`. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll('<', '\\u003c');
