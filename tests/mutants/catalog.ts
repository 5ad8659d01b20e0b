/**
 * Small sabotages of our own source: each is a mistake that a tired person makes. `npm run test:mutants` makes them one after
 * the other in a copy of the project, and at least one of the named tests must fail each time. A mutant that survives
 * is a hole in the tests.
 */
export type Mutant = {
  /** What the mistake is, in words. */
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files, or folders of them, that should notice. */
  readonly tests: readonly string[];
};

export const MUTANTS: readonly Mutant[] = [
  // ---- never lost ----
  {
    name: 'a change is shown before it is committed',
    file: 'electron/core/commit-queue.ts',
    find: 'const writes = batch.changes.writes();',
    replace: 'const writes = batch.changes.writes();\n      this.#parts.onCommitted(batch);',
    tests: ['electron/core/durability.test.ts'],
  },
  {
    name: 'a batch that the database refused is dropped',
    file: 'electron/core/commit-queue.ts',
    find: 'if (stored === null) break;',
    replace:
      'if (stored === null) break;\n        if (this.#waiting.length > 1) this.#waiting.splice(1);',
    tests: ['electron/core/durability.test.ts', 'electron/core/no-loss.test.ts'],
  },
  {
    name: 'commits do not wait for the disk (synchronous=NORMAL)',
    file: 'electron/storage/database.ts',
    find: "['synchronous', 'FULL', 2]",
    replace: "['synchronous', 'NORMAL', 1]",
    tests: ['electron/storage/database.test.ts'],
  },
  {
    name: 'an error of one commit is told to nobody',
    file: 'electron/storage/call-queue.ts',
    find: 'if (error === null) this.#answer(',
    replace: 'if (error === null || error.kind) this.#answer(',
    tests: ['electron/storage/open-store.test.ts', 'electron/storage/group-commit.test.ts'],
  },
  {
    name: 'a frame counts as delivered when it left for the kernel',
    file: 'electron/gateway/outbox-drain.ts',
    find: 'this.#sentFrames += 1;',
    replace: 'this.#sentFrames += 1;\n      this.#acknowledgedSeq = outboxSeq;',
    tests: [
      'electron/gateway/outbox-drain.test.ts',
      'electron/gateway/gateway-client-frames.test.ts',
    ],
  },
  {
    name: 'a pong covers what was sent after its ping',
    file: 'electron/gateway/outbox-drain.ts',
    find: 'this.#acknowledgedSeq = cover.outboxSeq;',
    replace: 'this.#acknowledgedSeq = this.#sentSeq;',
    tests: [
      'electron/gateway/outbox-drain.test.ts',
      'electron/gateway/gateway-client-frames.test.ts',
    ],
  },
  {
    name: 'business frames go out before the back office said success',
    file: 'electron/gateway/gateway-session.ts',
    find: 'this.#openByMonotonicMs = this.#parts.clock.monotonicMs() + SUCCESS_WITHIN_MS;',
    replace:
      'this.#openByMonotonicMs = this.#parts.clock.monotonicMs() + SUCCESS_WITHIN_MS;\n    this.#becomeReady();',
    tests: ['electron/gateway/gateway-client.test.ts'],
  },
  {
    name: 'a paused socket is never resumed',
    file: 'electron/gateway/inbound.ts',
    find: 'if (this.#isCongested && isLittle) this.#setPressure(false);',
    replace: 'if (this.#isCongested && isLittle) this.#isCongested = false;',
    tests: ['electron/gateway/inbound.test.ts', 'electron/gateway/gateway-client-frames.test.ts'],
  },
  // ---- never doubled ----
  {
    name: 'frames of the back office are told apart by their text',
    file: 'electron/core/steps/gateway-frame.ts',
    find: 'if (messageId === undefined) return null;',
    replace: '',
    tests: ['electron/core/gateway-frames.test.ts'],
  },
  {
    name: 'a repeated frame of the back office counts again',
    file: 'electron/core/steps/gateway-frame.ts',
    find: 'if (step.known.gatewayFrame(frame.store_id, frameId)) return;',
    replace: '',
    tests: ['electron/core/gateway-frames.test.ts', 'electron/core/durability.test.ts'],
  },
  {
    name: 'what was being sent when the process died is sent again',
    file: 'electron/core/steps/send-outcome.ts',
    find: "changeSend(step, message, isStillHere ? 'queued' : 'unconfirmed', null);",
    replace: "changeSend(step, message, 'queued', null);",
    tests: ['electron/core/sends.test.ts', 'electron/core/no-loss.test.ts'],
  },
  {
    name: 'an answer that never came counts as not written, and is tried again',
    file: 'electron/core/send-dispatcher.ts',
    find: "this.#end(message, { kind: 'unconfirmed', why: 'timeout' }, true);",
    replace: "this.#end(message, { kind: 'notWritten', why: 'timeout' }, true);",
    tests: ['electron/core/sends.test.ts', 'electron/core/no-loss.test.ts'],
  },
  {
    name: 'an older frame of the replica is applied again',
    file: 'shared/sync/delta.ts',
    find: "if (frame.seq <= at.seq) return 'ignore';",
    replace: "if (frame.seq < at.seq) return 'ignore';",
    tests: ['shared/sync/delta.test.ts', 'renderer/state/replica/replica-store.test.ts'],
  },
  {
    name: 'the replica does not look at the epoch',
    file: 'shared/sync/delta.ts',
    find: "if (frame.epoch !== at.epoch) return 'resync';",
    replace: '',
    tests: ['shared/sync/delta.test.ts', 'renderer/state/replica/replica-store.test.ts'],
  },
  // ---- never hung ----
  {
    name: 'a dead line is closed politely instead of terminated',
    file: 'electron/gateway/gateway-socket.ts',
    find: 'this.#isLive = false;\n    this.#ws.terminate();',
    replace: 'this.#isLive = false;\n    this.#ws.close();',
    tests: ['electron/gateway/gateway-client-line.test.ts'],
  },
  {
    name: 'any pong counts, whatever its uuid',
    file: 'electron/gateway/heartbeat.ts',
    find: 'if (sentMonotonicMs === undefined) return null;',
    replace:
      'if (sentMonotonicMs === undefined) {\n      this.heard(nowMonotonicMs);\n      return null;\n    }',
    tests: ['electron/gateway/heartbeat.test.ts', 'electron/gateway/gateway-client-line.test.ts'],
  },
  {
    name: 'a refused token is tried for ever',
    file: 'electron/gateway/close-codes.ts',
    find: "const STOP: EndVerdict = { reason: 'tokenRefused', next: 'stop' };",
    replace: "const STOP: EndVerdict = { reason: 'tokenRefused', next: 'retry' };",
    tests: ['electron/gateway/close-codes.test.ts', 'electron/gateway/gateway-client.test.ts'],
  },
  {
    name: 'a stuck send holds every conversation of the shop',
    file: 'electron/core/send-dispatcher.ts',
    find: 'if (this.#connectors === null || this.#busy.has(key)) return;',
    replace: 'if (this.#connectors === null || this.#busy.size > 0) return;',
    tests: ['electron/core/sends.test.ts'],
  },
  // ---- never the wrong shop or buyer ----
  {
    name: 'a conversation is keyed by the buyer alone',
    file: 'shared/model/ids.ts',
    find: '`${shopId}\\u001f${buyerPin}` as ConversationKey',
    replace: '`${shopId.slice(0, 0)}\\u001f${buyerPin}` as ConversationKey',
    tests: ['electron/core/sends.test.ts', 'shared/model'],
  },
  {
    name: 'the shop behind the page is not checked before a write',
    file: 'electron/platforms/traffic/send-lane.ts',
    find: 'const wrong = notOnline() ?? (await verifyIdentity());',
    replace: 'const wrong = notOnline();\n    void verifyIdentity;',
    tests: ['electron/platforms/traffic/send-lane.test.ts'],
  },
  {
    name: 'ids above 2^53 are read as numbers',
    file: 'shared/protocol/json-limits.ts',
    find: 'value = MANY_DIGITS.test(text) ? parse(text, keepDigits) : parse(text);',
    replace: 'value = MANY_DIGITS.test(text) && text === keepDigits.name ? null : parse(text);',
    tests: ['shared/protocol'],
  },
  {
    name: 'a changed cookie is put beside the old session',
    file: 'electron/web/chromium/chromium-page-host.ts',
    find: 'await this.#disposeContext(shopId);\n      await this.#vault.update(',
    replace: 'await this.#vault.update(',
    tests: ['electron/web/chromium/chromium-page-host.test.ts'],
  },
  // ---- nobody gets at the agent ----
  {
    name: 'a window that a page opens lives on',
    file: 'electron/web/chromium/page-births.ts',
    find: "await connection.send('Target.closeTarget', { targetId });",
    replace: 'void targetId;',
    tests: ['electron/platforms/session/page-manners.test.ts'],
  },
  {
    name: 'a page that asks without end is answered as fast as it asks',
    file: 'electron/platforms/session/page-manners.ts',
    find: 'this.#answered > ANSWERED_AT_ONCE',
    replace: 'this.#answered < 0',
    tests: ['electron/platforms/session/page-manners.test.ts'],
  },
  {
    name: 'a link may be written so that a browser reads another host than a person',
    file: 'shared/model/web-link.ts',
    find: '!MISLEADING.test(written) && ',
    replace: '',
    tests: ['shared/model/web-link.test.ts'],
  },
  // ---- human and AI never talk over each other; order ----
  {
    name: 'the last look right before the write is left out',
    file: 'electron/platforms/traffic/send-lane.ts',
    find: "if (!mayWrite()) return { kind: 'notWritten', why: 'held' };",
    replace: 'void mayWrite;',
    tests: ['electron/platforms/traffic/send-lane.test.ts'],
  },
  {
    name: 'a reply that waited too long for its shop goes without asking',
    file: 'electron/core/open-sends.ts',
    find: "message?.send?.state === 'queued' && !isLateSend(message.send)",
    replace: "message?.send?.state === 'queued' && (isLateSend(message.send) || message !== null)",
    tests: ['electron/core/late-sends.test.ts'],
  },
  {
    name: 'an echo that came before the answer is shown as sent from elsewhere',
    file: 'electron/core/steps/echo.ts',
    find: 'const own = byContent(step, ref, incoming);',
    replace: 'const own = null as ReturnType<typeof byContent>;',
    tests: ['electron/core/echo.test.ts'],
  },
  {
    name: '重发 changes the state and sends nothing',
    file: 'electron/core/handlers/message-handlers.ts',
    find: "takeTurn(step, changeSend(step, message, 'queued', null));",
    replace: "changeSend(step, message, 'queued', null);",
    tests: ['electron/core/sends.test.ts'],
  },
  {
    name: 'more messages of a waiting buyer start the clock anew',
    file: 'shared/model/waiting-clock.ts',
    find: 'waitingSince === null ? at : Math.min(waitingSince, at);',
    replace: 'waitingSince === null ? at : Math.max(waitingSince, at);',
    tests: ['shared/model', 'electron/core/waiting-clock.test.ts'],
  },
  {
    name: 'messages stand in the order of their arrival, whatever the platform says',
    file: 'shared/model/message.ts',
    find: 'a.orderAt - b.orderAt || a.arrival - b.arrival;',
    replace: 'a.arrival - b.arrival || a.orderAt - b.orderAt;',
    tests: ['shared/model', 'electron/core', 'renderer/state/timeline/timeline-store.test.ts'],
  },
  // ---- hostile media ----
  {
    name: 'only the width of a picture counts',
    file: 'electron/media/pixel-size.ts',
    find: 'width * height > (moves',
    replace: 'width > (moves',
    tests: ['electron/media/pixel-size.test.ts'],
  },
  {
    name: 'a source that drips is waited for',
    file: 'electron/media/source-reader.ts',
    find: "throw new MediaRefused('slow');",
    replace: 'return;',
    tests: ['electron/media/source-reader.test.ts'],
  },
  {
    name: 'a file that an open send needs makes room for another',
    file: 'electron/media/kept-files.ts',
    find: 'needed !== null && !needed.has(other)',
    replace: 'needed !== null',
    tests: ['electron/media/outgoing-files.test.ts'],
  },
  {
    name: 'a page of a shop may save what our page may',
    file: 'electron/desktop/guards.ts',
    find: 'session === own.session() && originOf',
    replace: 'originOf',
    tests: ['electron/desktop/guards.test.ts'],
  },
  // ---- secrets ----
  {
    name: 'values of a frame that was set aside are shown as they are',
    file: 'electron/gateway/quarantine.ts',
    find: 'preview: clean(maskValues(text)).slice(0, PREVIEW_CHARACTERS),',
    replace: 'preview: clean(maskValues(text) && text).slice(0, PREVIEW_CHARACTERS),',
    tests: ['electron/gateway/quarantine.test.ts'],
  },
  {
    name: 'the log writes a line before it is cleaned',
    file: 'electron/diagnostics/log.ts',
    find: 'return this.#secrets.clean(text).replaceAll(TOKEN_IN_ADDRESS',
    replace: 'return (this.#secrets.clean(text) && text).replaceAll(TOKEN_IN_ADDRESS',
    tests: ['electron/diagnostics'],
  },
  {
    name: 'a frame of the back office is decided without asking whether its conversation is there',
    file: 'electron/core/steps/gateway-frame.ts',
    find: 'if (receiver !== null) lookups.conversation(',
    replace: "if (receiver === '') lookups.conversation(",
    tests: ['electron/core/window.test.ts'],
  },
  // ---- only what was signed, and only what the administrator wrote ----
  {
    name: 'a newer version is taken whoever signed it',
    file: 'electron/updates/manifest.ts',
    find: "if (!isSigned) return refused('badSignature');",
    replace: "if (!isSigned && signature === '') return refused('badSignature');",
    tests: ['electron/updates'],
  },
  {
    name: 'a newer version is taken from where a redirect leads',
    file: 'electron/updates/feed-fetch.ts',
    find: "{ redirect: 'manual', signal }",
    replace: "{ redirect: 'follow' as 'manual', signal }",
    tests: ['electron/updates'],
  },
  {
    name: 'a newer version may be an older one',
    file: 'electron/updates/update-feed.ts',
    find: "if (lt(release.version, current)) throw new Untaken('olderVersion');\n    if (!gt(release.version, current)) return null;",
    replace: 'if (release.version === current) return null;',
    tests: ['electron/updates'],
  },
  {
    name: 'the file of a newer version is not compared with what was signed',
    file: 'electron/updates/update-feed.ts',
    find: "if (hash.digest('base64') !== file.sha512) throw",
    replace: "if (hash.digest('base64') === '') throw",
    tests: ['electron/updates'],
  },
  {
    name: 'the kept file of a newer version is installed as it lies',
    file: 'electron/desktop/update-installer.ts',
    find: 'if ((await hashOf(staged)) !== now().found.file.sha512)',
    replace: "if ((await hashOf(staged)) === '')",
    tests: ['electron/desktop/update-installer.test.ts'],
  },
  {
    name: 'a newer version is installed although the agent put it off',
    file: 'electron/updates/update-desk.ts',
    find: "if (this.#state.kind !== 'ready' || this.#state.install !== 'onQuit') return;",
    replace: "if (this.#state.kind !== 'ready') return;",
    tests: ['electron/updates'],
  },
  {
    name: 'an AppImage brings a newer version of the one that it was started from',
    file: 'electron/desktop/update-kind.ts',
    find: 'folder !== undefined && program.startsWith(`${folder}${path.sep}`)',
    replace: 'folder !== undefined',
    tests: ['electron/desktop/update-kind.test.ts'],
  },
  {
    name: "an administrator's file is followed whoever may write it",
    file: 'electron/managed/read-managed.ts',
    find: 'if (!isTrusted(file, owner))',
    replace: 'if (!isTrusted(file, owner) && file === owner)',
    tests: ['electron/managed'],
  },
];
