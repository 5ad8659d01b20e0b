import type { TellFigure } from './figure.ts';

/** `npm run bench -- [name …]`: one JSON object a line on stdout, everything else on stderr. */
type Bench = { readonly run: (tell: TellFigure) => Promise<void> };
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  ingest: () => import('./ingest.bench.ts'),
  paint: () => import('./paint.bench.ts'),
  pages: () => import('./pages.bench.ts'),
  peers: () => import('./beside-peers/peers.bench.ts'),
  scale: () => import('./scale/scale.bench.ts'),
  phrases: () => import('./phrase-keys.bench.ts'),
  soak: () => import('./soak/soak.bench.ts'),
  backup: () => import('./backup/backup.bench.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `unknown benchmark ${unknown.join(', ')}: choose from ${Object.keys(BENCHES).join(', ')}`,
  );
  process.exit(2);
}
for (const [name, load] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { run } = await load();
  await run((figure) => console.log(JSON.stringify(figure)));
}
