import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import {
  publicKeyFrom,
  readManifest,
  type Release,
  type ReleaseFile,
} from '../electron/updates/manifest.ts';
import { CHANNEL, TRUSTED_KEYS } from '../electron/updates/trusted-keys.ts';
import product from '../package.json' with { type: 'json' };

const USAGE = `node build/sign-feed.ts new KEYFILE       makes a key pair: the private half into KEYFILE, the public one is printed
node build/sign-feed.ts sign FOLDER [--channel NAME] [--notes FILE] [--key PUBLIC]
                                          signs the packages of this version in FOLDER into FOLDER/NAME.json.
                                          The private key: DUODIAN_FEED_KEY (its text) or DUODIAN_FEED_KEY_FILE.
                                          FILE: JSON with "zh-CN" and "en". PUBLIC: of an organisation's own feed.`;

/** Which package an installed program takes, by the end of the name that electron-builder gives it. */
const TARGETS: Readonly<Record<string, string>> = {
  'win-x64.exe': 'win32-x64',
  'win-arm64.exe': 'win32-arm64',
  'mac-x64.zip': 'darwin-x64',
  'mac-arm64.zip': 'darwin-arm64',
  'linux-x86_64.AppImage': 'linux-x64',
  'linux-arm64.AppImage': 'linux-arm64',
};

/** A mistake of whoever signs, in one line. */
class CannotSign extends Error {}

/** The base64 text that `trusted-keys.ts` and a managed `updates.publicKey` hold. */
export const publicText = (key: KeyObject): string =>
  createPublicKey(key.type === 'private' ? key.export({ format: 'pem', type: 'pkcs8' }) : key)
    .export({ format: 'der', type: 'spki' })
    .toString('base64');

/** The manifest of a release on a channel, as feeds serve it. */
export const signedManifest = (release: Release, channel: string, key: KeyObject): string => {
  const signed = JSON.stringify({ product: 'duodian', channel, ...release });
  const signature = sign(null, Buffer.from(signed, 'utf8'), key).toString('base64');
  return JSON.stringify({ signed, signature });
};

const newPair = async (file: string): Promise<void> => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  console.log(publicText(privateKey));
};

const privateKey = async (): Promise<KeyObject> => {
  const { DUODIAN_FEED_KEY: text, DUODIAN_FEED_KEY_FILE: file } = process.env;
  if (text !== undefined) return createPrivateKey(text);
  if (file !== undefined) return createPrivateKey(await readFile(file));
  throw new CannotSign('no key: set DUODIAN_FEED_KEY or DUODIAN_FEED_KEY_FILE');
};

const sha512Of = async (file: string): Promise<string> => {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
};

const filesIn = async (folder: string): Promise<readonly ReleaseFile[]> => {
  const files: ReleaseFile[] = [];
  const begin = `duodian-${product.version}-`;
  for (const name of (await readdir(folder)).toSorted()) {
    const target = name.startsWith(begin) ? TARGETS[name.slice(begin.length)] : undefined;
    if (target === undefined) continue;
    const place = path.join(folder, name);
    files.push({ target, name, bytes: (await stat(place)).size, sha512: await sha512Of(place) });
  }
  if (files.length === 0) throw new CannotSign(`${folder} holds no package of ${product.version}`);
  return files;
};

type SignOptions = {
  readonly channel?: string | undefined;
  readonly notes?: string | undefined;
  readonly key?: string | undefined;
};

const signFolder = async (folder: string, options: SignOptions): Promise<void> => {
  const channel = options.channel ?? CHANNEL;
  const notes =
    options.notes === undefined
      ? { 'zh-CN': '', en: '' }
      : (JSON.parse(await readFile(options.notes, 'utf8')) as Release['notes']);
  const release = { version: product.version, notes, files: await filesIn(folder) };
  const manifest = signedManifest(release, channel, await privateKey());
  // As the program will read it: what it would refuse is not written.
  const keys = (options.key === undefined ? TRUSTED_KEYS : [options.key]).map(publicKeyFrom);
  const reading = readManifest(manifest, { keys, channel });
  if (!reading.ok) {
    throw new CannotSign(
      reading.why === 'badSignature'
        ? 'the programs would not trust this key: it is not in electron/updates/trusted-keys.ts'
        : 'the programs could not read this manifest: look at the notes',
    );
  }
  await writeFile(path.join(folder, `${channel}.json`), manifest);
  for (const { target, name } of release.files) console.log(`${target}  ${name}`);
};

const run = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { channel: { type: 'string' }, notes: { type: 'string' }, key: { type: 'string' } },
  });
  const [word, place] = positionals;
  if (word === 'new' && place !== undefined) await newPair(place);
  else if (word === 'sign' && place !== undefined) await signFolder(place, values);
  else throw new CannotSign(USAGE);
};

if (import.meta.main) {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
