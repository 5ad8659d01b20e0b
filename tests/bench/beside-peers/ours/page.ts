import { mountApp } from '../../../screens/mount-app.tsx';
import { makeWorld } from '../../../screens/world.ts';
import { asShopId } from '#shared/model/ids.ts';
import { LongBridge, pinOf } from './long-bridge.ts';

/** Our app, whole, over conversations of ten thousand messages. */
const { replica } = makeWorld(Date.now(), 'light');
const quiet = { ...replica, notices: {}, gateway: { ...replica.gateway, outages: [] } };
const bridge = new LongBridge(quiet, asShopId('jd-qinghe'));
let open = 0;
const messages = document.getElementsByTagName('article');
window.talkPage = {
  prepare: (talk) => {
    open = talk;
  },
  row: (talk) => document.querySelector<HTMLElement>(`[role=option][data-buyer=${pinOf(talk)}]`),
  log: () => document.querySelector<HTMLElement>('[role=log]'),
  newest: () => messages.item(messages.length - 1),
  append: () => {
    bridge.append(open);
  },
};
await mountApp(bridge);
