import type { BundleWords } from './bundle-words.ts';
import type { StorageFigures } from '../core/ports/storage-figures.ts';
import type { ConversationCount } from '../core/ports/store.ts';
import type { Machine, StoredSize } from './machine.ts';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { QuarantineReason } from '#shared/model/quarantine.ts';
import type { DiagnosticsSection, Queues } from '#shared/model/diagnostics.ts';
import type { Shop, ShopState } from '#shared/model/shop.ts';
import type { Replica } from '#shared/sync/delta.ts';

/** What could not be read is said in its place: the bundle is wanted most where something is broken. */
export type OrFailed<Value> = { readonly value: Value } | { readonly failed: string };

/** All that goes into the file. Of buyers it holds no more than can be counted. */
export type BundleFacts = {
  readonly takenAt: number;
  readonly machine: Machine;
  readonly replica: Replica;
  readonly queues: Queues;
  readonly storageFigures: StorageFigures;
  /** Shops without a conversation are left out. */
  readonly conversations: OrFailed<readonly ConversationCount[]>;
  readonly sizes: OrFailed<readonly StoredSize[]>;
  readonly quarantine: OrFailed<readonly QuarantineEntry[]>;
  readonly logLines: readonly string[];
};

const MOST_QUARANTINED = 50;
const MOST_LOG_LINES = 500;
const MOST_LOG_CHARACTERS = 256 * 1024;

const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-03-01 09:05:07` in the time of this computer. */
const timeText = (at: number): string => {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
};

/** `20260301-090507`, for a file's name. */
export const timeStamp = (at: number): string =>
  timeText(at).replaceAll(/[-:]/gu, '').replace(' ', '-');

const durationText = (ms: number): string => `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;

/** One line, without what could hide or reorder its text. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

const fields = (rows: readonly (readonly [string, string | number])[]): string =>
  rows.map(([label, value]) => `${label}: ${value}`).join('\n');

const versions = ({ takenAt, machine }: BundleFacts, words: BundleWords): string =>
  fields([
    [words.takenAt, timeText(takenAt)],
    [words.app, machine.app],
    [words.host, machine.host],
    ['Node', machine.node],
    ...(machine.electron === null ? [] : [['Electron', machine.electron] as const]),
    ['SQLite', machine.sqlite],
    [words.system, machine.system],
    [words.timeZone, machine.timeZone],
    [words.memory, `${Math.round(machine.memoryBytes / 1024 / 1024)} MiB`],
    [words.upFor, durationText(machine.upMs)],
  ]);

const gateway = ({ replica }: BundleFacts, words: BundleWords): string => {
  const status = replica.gateway;
  const timeOr = (at: number | null): string => (at === null ? words.none : timeText(at));
  return fields([
    [words.phase, status.phase],
    [words.server, oneLine(status.server ?? words.none)],
    [words.reason, status.reason ?? words.none],
    [words.isPlaintext, status.isPlaintext ? words.yes : words.no],
    [
      words.roundTrip,
      status.roundTripMs === null ? words.unknown : `${Math.round(status.roundTripMs)} ms`,
    ],
    [words.connectedAt, timeOr(status.connectedAt)],
    [words.nextAttemptAt, timeOr(status.nextAttemptAt)],
  ]);
};

const outages = ({ replica, takenAt }: BundleFacts, words: BundleWords): string =>
  replica.gateway.outages
    .toReversed()
    .map(({ from, to }) => {
      const end = to === null ? words.now : timeText(to);
      return `${timeText(from)} - ${end}  ${durationText((to ?? takenAt) - from)}`;
    })
    .join('\n') || words.none;

const queues = (
  { replica, queues: lengths, storageFigures }: BundleFacts,
  words: BundleWords,
): string =>
  fields([
    [words.pendingFrames, replica.gateway.pendingFrames],
    [words.waitingWrites, lengths.waitingWrites],
    [
      words.waitingCalls,
      `${storageFigures.waitingCalls} (${words.mostWaitingCalls}: ${storageFigures.mostWaitingCalls})`,
    ],
    [words.queuedSends, lengths.queuedSends],
    [words.sendsInFlight, lengths.sendsInFlight],
    [words.unconfirmedSends, lengths.unconfirmedSends],
    [words.quarantinedFrames, replica.gateway.quarantinedFrames],
  ]);

const failedText = (failed: string, words: BundleWords): string => `${words.notRead}: ${failed}`;

/**
 * Why a shop is in its state. What a platform or the back office wrote may name a buyer or an order, and so may a trace:
 * only the reason's code is told, and the length of foreign words.
 */
const causeText = ({ reason, words }: ShopState, bundle: BundleWords): string => {
  if (reason !== null) return ` (${reason.code})`;
  return words === null ? '' : ` (${bundle.foreignWords}, ${words.length} ${bundle.characters})`;
};

const countText = (
  { shopId }: Shop,
  conversations: BundleFacts['conversations'],
  words: BundleWords,
): string => {
  if ('failed' in conversations) return failedText(conversations.failed, words);
  const count = conversations.value.find((one) => one.shopId === shopId);
  return `${count?.conversations ?? 0}, ${words.waiting} ${count?.waiting ?? 0}`;
};

const shopLines = (
  shop: Shop,
  { takenAt, conversations }: BundleFacts,
  words: BundleWords,
): string => {
  const { state, lastHeardAt } = shop;
  const name = oneLine(shop.alias ?? shop.name ?? words.unknown);
  return `${name}\n${fields([
    ['  id', oneLine(shop.shopId)],
    [`  ${words.platform}`, shop.platform ?? words.unknown],
    [
      `  ${words.phase}`,
      `${state.kind}${causeText(state, words)}, ${words.since} ${timeText(state.since)}`,
    ],
    [`  ${words.adapter}`, shop.adapterVersion ?? words.unknown],
    [
      `  ${words.lastHeard}`,
      lastHeardAt === null ? words.none : durationText(takenAt - lastHeardAt),
    ],
    [`  ${words.conversations}`, countText(shop, conversations, words)],
  ])}`;
};

const shops = (facts: BundleFacts, words: BundleWords): string =>
  Object.values(facts.replica.shops)
    .sort((a, b) => a.position - b.position)
    .map((shop) => shopLines(shop, facts, words))
    .join('\n\n') || words.none;

const sizesText = (sizes: BundleFacts['sizes'], words: BundleWords): string => {
  if ('failed' in sizes) return failedText(sizes.failed, words);
  return sizes.value
    .map(({ name, bytes, files }) => {
      const inside = files === null ? '' : `, ${files} ${words.files}`;
      return `${oneLine(name)}  ${bytes} ${words.bytes}${inside}`;
    })
    .join('\n');
};

/** The SQL is the program's own text with placeholders: nothing of a buyer stands in it. */
const slowText = ({ slow }: StorageFigures, words: BundleWords): string =>
  slow
    .map(({ operation, sql, plan, count, worstMs }) =>
      [
        `${operation}: ${count} ${words.times}, ${words.worst} ${Math.round(worstMs)} ms`,
        `  ${oneLine(sql ?? words.wholeOperation)}`,
        ...plan.map((step) => `    ${oneLine(step)}`),
      ].join('\n'),
    )
    .join('\n') || words.none;

const storage = ({ replica, sizes, storageFigures }: BundleFacts, words: BundleWords): string => {
  const { phase, reason, repair } = replica.storage;
  const repaired =
    repair === null
      ? words.none
      : [
          timeText(repair.at),
          oneLine(repair.keptAs),
          `${repair.keptRows} ${words.keptRows}`,
          `${repair.lostRows ?? words.unknown} ${words.lostRows}`,
        ].join(', ');
  return `${fields([
    [words.phase, phase],
    [words.reason, reason ?? words.none],
    [words.repair, repaired],
  ])}\n\n${sizesText(sizes, words)}\n\n${words.slowQueries}:\n${slowText(storageFigures, words)}`;
};

const reasonText = ({ kind, about }: QuarantineReason): string =>
  about === null ? kind : `${kind} ${about}`;

const quarantine = ({ quarantine: kept }: BundleFacts, words: BundleWords): string => {
  if ('failed' in kept) return failedText(kept.failed, words);
  const lines = kept.value
    .slice(0, MOST_QUARANTINED)
    .map(
      ({ at, reason, bytes, preview }) =>
        `${timeText(at)}  ${bytes} ${words.bytes}  ${oneLine(reasonText(reason))}\n  ${oneLine(preview)}`,
    );
  if (kept.value.length > MOST_QUARANTINED) lines.push(words.more);
  return lines.join('\n') || words.none;
};

/** The newest lines within both limits. */
const logText = ({ logLines }: BundleFacts, words: BundleWords): string => {
  let left = MOST_LOG_CHARACTERS;
  const newest = logLines
    .slice(-MOST_LOG_LINES)
    .toReversed()
    .filter((line) => {
      left -= line.length;
      return left >= 0;
    });
  return newest.toReversed().map(oneLine).join('\n') || words.none;
};

/** The sections of the file, in the order in which they are read. */
export const bundleSections = (
  facts: BundleFacts,
  words: BundleWords,
): readonly DiagnosticsSection[] => {
  const { titles } = words;
  return [
    { title: titles.versions, text: versions(facts, words) },
    { title: titles.gateway, text: gateway(facts, words) },
    { title: titles.queues, text: queues(facts, words) },
    { title: titles.outages, text: outages(facts, words) },
    { title: titles.shops, text: shops(facts, words) },
    { title: titles.storage, text: storage(facts, words) },
    { title: titles.settings, text: JSON.stringify(facts.replica.settings, null, 2) },
    { title: titles.quarantine, text: quarantine(facts, words) },
    { title: titles.log, text: logText(facts, words) },
  ];
};
