import type { LedgerView } from '../../sandbox/ledger.ts';
import type { World } from '../../sandbox/world.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { ContractPlatform } from './contract/platform.contract.ts';

const PRODUCT_LINKS: Readonly<Record<Platform, string>> = {
  jd: 'https://item.jd.com/100012043978.html',
  taobao: 'https://item.taobao.com/item.htm?id=738190562211',
  douyin: 'https://haohuo.jinritemai.com/views/product/item2?id=3655480120000000001',
  pdd: 'https://mobile.yangkeduo.com/goods.html?goods_id=612345678901',
};
/** 京东's list is a part of its page, and 淘宝's knows names alone. */
const STAFF_TELLS: Readonly<Record<Platform, ContractPlatform['staffTells']>> = {
  jd: ['online'],
  taobao: [],
  douyin: ['staffId', 'department', 'online'],
  pdd: ['staffId', 'department', 'online'],
};

/** A sandbox world as the contract suite uses it. */
export const sandboxPlatform = (world: World, platform: Platform): ContractPlatform => {
  const book = (storeId: string): LedgerView['platforms'][string] | undefined =>
    world.ledger().platforms[storeId];
  return {
    productLink: PRODUCT_LINKS[platform],
    staffTells: STAFF_TELLS[platform],
    base: world.platformsUrl,
    addShop: (name) => {
      const { store_id: storeId, cookie } = world.control.createShop({ platform, name });
      return { storeId, cookie };
    },
    newCookie: (storeId) => world.control.login(storeId).cookie,
    say: (storeId, pin, type, content) =>
      world.control.say(storeId, pin, { msg_type: type, content }).message_id,
    fault: (storeId, fault) => void world.control.shopFault(storeId, fault),
    solve: (storeId) => void world.control.solve(storeId),
    setStaff: (storeId, staff) => world.control.setStaff(storeId, staff),
    sentByAgent: (storeId) => book(storeId)?.sent_by_agent ?? [],
    transfers: (storeId) => book(storeId)?.transfers ?? [],
    close: () => world.close(),
  };
};
