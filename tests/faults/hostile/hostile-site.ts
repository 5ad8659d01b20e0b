import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { douyinPage, pddPage } from './hostile-page.ts';

/** What a hostile shop does; its session cookie names it, and so does its shop key. */
export const PDD_ATTACKS = ['hugeFrames', 'frameFlood'] as const;
export type Attack =
  | 'flood'
  | 'hugeEvent'
  | 'hugePoll'
  | 'longPoll'
  | 'silence'
  | 'loop'
  | 'types'
  | 'others'
  | 'asks'
  | 'healthy'
  | (typeof PDD_ATTACKS)[number];

const MIB = 1024 * 1024;
const HUGE_FRAMES = 2;
const SMALL_FRAMES = 20_000;
const SMALL_AT_ONCE = 200;
const MESSAGES_EACH = 100;

/** Both platforms' sites of hostile shops. Everything heavy is made once, so that the test's own process pays little for it. */
export class HostileSite {
  /** What pages said of themselves, by attack. */
  readonly told = new Map<string, number>();
  /** How many things a page tries, by attack; `told` counts those that it came through. */
  readonly steps = new Map<string, number>();
  readonly asked = new Map<string, number>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #hugeFrame = Buffer.alloc(16 * MIB, 'x');
  readonly #hugePoll = Buffer.from(listText(listOf('hugePoll', 10 * MIB)));
  /** As much as is still handed up, quotes and all. */
  readonly #longRows = listOf('longPoll', 1.1 * MIB);
  #isLooping = true;

  private constructor() {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
        if (request.url?.includes('hugeFrames') === true) this.#sendHuge(accepted);
        else sendSmall(accepted, 0);
      });
    });
  }

  static async start(): Promise<HostileSite> {
    const site = new HostileSite();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  /** For `simulatedSites`. */
  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get longConversations(): number {
    return this.#longRows.length;
  }

  endLoop(): void {
    this.#isLooping = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #sendHuge(socket: WebSocket): void {
    for (let index = 0; index < HUGE_FRAMES; index += 1)
      socket.send(this.#hugeFrame, { binary: index % 2 === 0 });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const attack = /=cookie-of-(\w+)/u.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any');
    const key = `${attack} ${pathname}`;
    this.asked.set(key, (this.asked.get(key) ?? 0) + 1);
    const origin = request.headers.origin ?? '*';
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-allow-credentials', 'true');
    const answer = (body: unknown): void => void response.end(JSON.stringify(body));
    switch (pathname) {
      case '/file':
        response.setHeader('content-disposition', 'attachment; filename="attack.exe"');
        return void response.end('MZ');
      case '/locked':
        response.writeHead(401, { 'www-authenticate': 'Basic realm="who are you"' });
        return void response.end();
      case '/told':
        this.told.set(attack, Number(searchParams.get('n')));
        this.steps.set(attack, Number(searchParams.get('of')));
        return answer(null);
      case '/backstage/currentuser':
        if (attack === 'silence') return;
        return answer(currentUser(attack));
      case '/backstage/conversation/get_current_conversation_list':
        if (attack === 'hugePoll') return void response.end(this.#hugePoll);
        if (attack === 'longPoll') return void response.end(listText(this.#longRows));
        if (attack === 'types') return answer({ code: 0, data: { conversations: WRONG_ROWS } });
        return answer({ code: 0, data: { conversations: [] } });
      case '/backstage/getCanAssignStaffList':
        return answer({ code: 0, data: [] });
      case '/janus/api/new/userinfo':
        return answer({ success: true, result: { id: '1', mall_id: attack, username: 'x' } });
      case '/earth/api/merchant/queryMerchantInfoByMallId':
        return answer({ success: true, result: { mallName: attack } });
      default:
        response.setHeader('content-type', 'text/html');
        if (pathname.startsWith('/chat-merchant')) response.end(pddPage(attack));
        else response.end(douyinPage(attack, this.#isLooping));
    }
  }
}

const currentUser = (attack: string): unknown => ({
  code: 0,
  data: {
    ShopId: attack,
    ShopName: attack,
    CustomerServiceInfo: { id: '5', screen_name: '王' },
  },
});

const WRONG_ROWS = [null, 7, 'row', [], { conversationId: 5, messages: {} }];

/** Conversations of this shop in about so many bytes, with as many messages as fit. */
const listOf = (attack: string, bytes: number): readonly string[] => {
  const rows: string[] = [];
  for (let length = 0; length < bytes; length += rows.at(-1)?.length ?? 0) {
    const conversationId = `b${rows.length}:${attack}::2:1:pigeon`;
    const messages = Array.from({ length: MESSAGES_EACH }, (_, index) => ({
      serverId: `${conversationId} ${index}`,
      conversationId,
      content: 'x'.repeat(30),
      createdAt: 1_760_000_000_000 + index,
      ext: { type: 'text', 's:sender_biz_role': '1' },
    }));
    rows.push(JSON.stringify({ conversationId, messages }));
  }
  return rows;
};

const listText = (rows: readonly string[]): string =>
  `{"code":0,"data":{"conversations":[${rows.join(',')}]}}`;

/** In portions, so that the sender itself holds nobody up. */
const sendSmall = (socket: WebSocket, from: number): void => {
  for (let index = from; index < from + SMALL_AT_ONCE; index += 1)
    socket.send(`{"response":"push","wrong":${index}}`);
  if (from + SMALL_AT_ONCE < SMALL_FRAMES)
    setTimeout(() => sendSmall(socket, from + SMALL_AT_ONCE), 10);
};
