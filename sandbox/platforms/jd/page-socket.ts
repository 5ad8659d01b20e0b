import type { PageEvent } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import { closeAfter, missedState, PageSocket, type Arrival } from '../site/page-sockets.ts';
import { chatMessage } from './shapes.ts';

/** 京东's code of a login that took the session. */
const KICK_CODE = 4281;

/**
 * The page's own WebSocket, `/_sim/socket?after=<seq>&kicks=<count>`: JSON frames, each with a `type`. `chat_message` and
 * `failure` are the platform's; `seq`, `challenge`, `solved` and `drift` are for the simulated page.
 */
export class JdSocket extends PageSocket {
  protected override readonly path = '/_sim/socket';

  protected override begin({ page, shop, asked }: Arrival): () => void {
    const notify = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const listener = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      this.#tellEvent(event, shop, notify);
      closeAfter(page, event);
    };
    const after = Number(asked.get('after') ?? shop.line.seq) || 0;
    for (const message of shop.line.since(after)) {
      notify(chatMessage(shop, message, this.parts.media()));
    }
    notify({ type: 'seq', seq: shop.line.seq });
    for (const event of missedState(shop, asked.get('kicks'))) listener(event);
    return shop.line.subscribe(listener);
  }

  #tellEvent(
    event: PageEvent,
    shop: SimulatedShop,
    notify: (frame: Readonly<Record<string, unknown>>) => void,
  ): void {
    switch (event.kind) {
      case 'message':
        notify(chatMessage(shop, event.message, this.parts.media()));
        notify({ type: 'seq', seq: event.seq });
        return;
      case 'kicked':
        notify({ type: 'failure', body: { code: KICK_CODE, msg: event.reason, by: event.by } });
        return;
      case 'challenge':
        notify({ type: 'challenge', mode: event.mode });
        return;
      case 'drift':
        notify({ type: 'drift', what: event.what });
        return;
      case 'solved':
        notify({ type: 'solved' });
        return;
      case 'expired':
    }
  }
}
