import type { Outbound } from '../effect-runner.ts';
import type { Committed } from '../committed.ts';
import type { Store } from '../ports/store.ts';
import { dropSetAside, resendSetAside } from '../steps/set-aside.ts';
import { notePhraseUse, removePhrases, savePhrases } from '../steps/phrases.ts';
import type { TransferRunner } from '../transfer-runner.ts';
import type { TypingWatch } from '../typing-watch.ts';
import { conversationHandlers } from './conversation-handlers.ts';
import { decide, type Writer } from './decide.ts';
import { messageHandlers } from './message-handlers.ts';
import { queryHandlers } from './query-handlers.ts';
import { shopHandlers } from './shop-handlers.ts';
import type { CallArguments, CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';
import type { Settings } from '#shared/model/settings.ts';

/** Every call of the contract but those that are about this computer and not about the work. */
export type CoreHandlers = Omit<
  CallHandlers,
  | 'sync.loadSnapshot'
  | 'links.openExternal'
  | 'window.coverPage'
  | 'gateway.loadTokenProtection'
  | 'shops.noteWatched'
  | `desktop.${string}`
  | 'storage.acknowledgeRepair'
  | 'phrases.export'
  | `diagnostics.${string}`
  | `updates.${string}`
>;

/** The settings with what was given; what is absent stays. */
const withChanges = (settings: Settings, input: CallArguments<'settings.update'>): Settings => ({
  limits: input.limits ?? settings.limits,
  takeOverOnReply: input.takeOverOnReply ?? settings.takeOverOnReply,
  takeOverMinutes: input.takeOverMinutes ?? settings.takeOverMinutes,
  sendAgentReplyFrames: input.sendAgentReplyFrames ?? settings.sendAgentReplyFrames,
  keepDays: input.keepDays ?? settings.keepDays,
  theme: input.theme ?? settings.theme,
  sendKey: input.sendKey ?? settings.sendKey,
  language: input.language ?? settings.language,
  panels: input.panels ?? settings.panels,
  alerts: input.alerts ?? settings.alerts,
  closing: input.closing ?? settings.closing,
});

export const createHandlers = (
  parts: Writer & {
    readonly store: Store;
    readonly typing: TypingWatch;
    readonly transfers: TransferRunner;
    readonly outbound: () => Outbound | null;
    readonly committed: Committed;
  },
): CoreHandlers => ({
  ...queryHandlers(parts.store, parts.committed),
  ...messageHandlers(parts),
  ...conversationHandlers(parts, parts.typing),
  ...shopHandlers(parts, parts.transfers, parts.outbound, parts.store),
  'gateway.connect': async ({ server, token }) =>
    (await parts.outbound()?.gateway.configure(server, new Secret(token))) ??
    refuse('gateway.notConfigured'),
  'gateway.reconnectNow': () =>
    parts.outbound()?.gateway.reconnectNow() ?? refuse('gateway.notConfigured'),
  'gateway.noteNetworkChange': () => {
    parts.outbound()?.gateway.networkChanged();
    return ok(null);
  },
  'gateway.forget': async () => {
    await parts.outbound()?.gateway.forget();
    return ok(null);
  },
  'outbox.resendSetAside': (ref) => decide(parts, { decide: (step) => resendSetAside(step, ref) }),
  'outbox.dropSetAside': (ref) => decide(parts, { decide: (step) => dropSetAside(step, ref) }),
  'phrases.save': ({ phrases }) => decide(parts, { decide: (step) => savePhrases(step, phrases) }),
  'phrases.remove': ({ phraseIds }) =>
    decide(parts, { decide: (step) => removePhrases(step, phraseIds) }),
  'phrases.noteUse': ({ phraseId }) =>
    decide(parts, { decide: (step) => notePhraseUse(step, phraseId) }),
  'settings.update': (input) =>
    decide(parts, {
      decide: (step) => {
        step.changes.putSettings(withChanges(step.state.settings, input));
        return ok(null);
      },
    }),
});
