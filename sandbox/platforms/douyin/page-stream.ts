import type { PageEvent } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import { closeAfter, missedState, PageSocket, type Arrival } from '../site/page-sockets.ts';
import { pigeonMessage } from './shapes.ts';

/** The page's own WebSocket, `/_sim/stream?after=<seq>&kicks=<count>`: everything that the platform pushes, as JSON frames. */
export class PageStream extends PageSocket {
  protected override readonly path = '/_sim/stream';

  protected override begin({ page, shop, asked }: Arrival): () => void {
    const media = this.parts.media();
    const notify = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const after = asked.get('after');
    const missed = after === null ? [] : shop.line.since(Number(after) || 0);
    notify({
      kind: 'hello',
      seq: shop.line.seq,
      batch: missed.map((message) => pigeonMessage(shop, message, media)),
    });
    const listener = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      notify(frameOf(event, shop, media));
      closeAfter(page, event);
    };
    for (const event of missedState(shop, asked.get('kicks'))) listener(event);
    return shop.line.subscribe(listener);
  }
}

const frameOf = (
  event: PageEvent,
  shop: SimulatedShop,
  media: string,
): Readonly<Record<string, unknown>> =>
  event.kind === 'message'
    ? { kind: 'message', seq: event.seq, message: pigeonMessage(shop, event.message, media) }
    : event;
