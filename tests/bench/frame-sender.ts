import { WebSocketServer } from 'ws';

/**
 * The far end of the line, in a process of its own so that it does not share the receiver's thread:
 * a gateway that says success and then sends `frames` back-office replies as fast as the line takes them.
 * Spoken to by IPC: it reports its port, starts on 'go', and answers pings all the while.
 */
const [framesText = '0', shopId = '', buyersText = '1'] = process.argv.slice(2);
const frames = Number(framesText);
const buyers = Number(buyersText);

const frame = (index: number): string =>
  JSON.stringify({
    type: 'message',
    content: `亲,第 ${index} 单已为您查询,预计今天 17 点前发出,请留意物流信息。`,
    msg_type: 'text',
    receiver: { id: `buyer_${index % buyers}` },
    store_id: shopId,
    message_id: `frame-${index}`,
  });

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.send(JSON.stringify({ type: 'success', content: 'connected' }));
  socket.on('message', (bytes: Buffer) => {
    const { type, uuid } = JSON.parse(bytes.toString('utf8')) as { type: string; uuid?: string };
    if (type === 'ping') socket.send(JSON.stringify({ type: 'pong', uuid }));
  });
  process.once('message', () => {
    let index = 0;
    const pump = (): void => {
      while (index < frames && socket.bufferedAmount < 4 * 1024 * 1024) {
        socket.send(frame(index));
        index += 1;
      }
      if (index < frames) setImmediate(pump);
    };
    pump();
  });
});
server.once('listening', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
