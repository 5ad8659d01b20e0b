import type { Fact, FactSink } from '../core/ports.ts';
import type { RedactingLog } from './log.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';

/**
 * SE6: the three places where a secret comes into the program. Each tells the log before anything else sees the
 * secret, so that no part has to think of it. And the one where others' words come in that may quote a secret back.
 */

/** A token that was kept. */
export const redactingVault = (vault: TokenVault, log: RedactingLog): TokenVault => ({
  load: async () => {
    const kept = await vault.load();
    if (kept !== null) log.redact(kept.token);
    return kept;
  },
  save: (kept) => {
    log.redact(kept.token);
    return vault.save(kept);
  },
  clear: () => vault.clear(),
});

/** A token that is typed. */
export const redactingHandlers = <Handlers extends Pick<CallHandlers, 'gateway.connect'>>(
  handlers: Handlers,
  log: RedactingLog,
): Handlers => ({
  ...handlers,
  'gateway.connect': (input) => {
    log.redact(new Secret(input.token.trim()));
    return handlers['gateway.connect'](input);
  },
});

const cleanEvent = (event: ShopEvent, log: RedactingLog): ShopEvent => {
  if ('trace' in event) return { ...event, trace: log.clean(event.trace) };
  if ('words' in event && event.words !== null) return { ...event, words: log.clean(event.words) };
  return event;
};

/** PL3: a back office or a platform that complains about a cookie likes to quote it; what they say is kept and shown. */
const withoutSecrets = (fact: Fact, log: RedactingLog): Fact => {
  if (fact.kind === 'gateway.frame' && fact.frame.type === 'error') {
    return { ...fact, frame: { ...fact.frame, content: log.clean(fact.frame.content) } };
  }
  if (fact.kind === 'platform.event') return { ...fact, event: cleanEvent(fact.event, log) };
  if (fact.kind === 'gateway.quarantined') {
    const { reason, preview } = fact.entry;
    const about = reason.about === null ? null : log.clean(reason.about);
    const entry = { ...fact.entry, reason: { ...reason, about }, preview: log.clean(preview) };
    return { ...fact, entry };
  }
  return fact;
};

/** Cookies that are pushed, and words of others about a shop on their way into the database and onto the screen. */
export const redactingSink = (sink: FactSink, log: RedactingLog): FactSink => ({
  accept: (fact) => {
    if (fact.kind === 'gateway.frame' && fact.frame.type === 'connect_success') {
      log.redactCookies(new Secret(fact.frame.content));
    }
    return sink.accept(withoutSecrets(fact, log));
  },
});
