import type { MessageType } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';

/** What the back office writes, exactly as sections 1.1 and 5 of the spec show it: no field that they do not have. */

/** `platform_name` of 5.1. */
export const PLATFORM_NAME: Readonly<Record<Platform, string>> = {
  jd: '京东',
  taobao: '淘宝',
  douyin: '抖音',
  pdd: '拼多多',
};

export type GatewayFrame = Readonly<Record<string, unknown>>;

/** 1.1 */
export const successFrame = (): GatewayFrame => ({ type: 'success', content: 'connected' });

/** 5.1 */
export const connectSuccessFrame = (
  storeId: string,
  cookie: string,
  platformName: string,
): GatewayFrame => ({
  type: 'connect_success',
  content: cookie,
  store_id: storeId,
  platform_name: platformName,
});

/** 5.2 */
export const errorFrame = (
  storeId: string,
  sentence: string,
  verifyLink: string | null,
  receiver: string,
): GatewayFrame => ({
  type: 'error',
  content: sentence,
  receiver: { id: receiver },
  ...(verifyLink === null ? {} : { data: { verify_link: verifyLink } }),
  store_id: storeId,
});

/** 5.3, 5.4, 5.6 */
export const replyFrame = (
  storeId: string,
  buyer: string,
  content: string,
  type: MessageType = 'text',
): GatewayFrame => ({
  type: 'message',
  content,
  msg_type: type,
  receiver: { id: buyer },
  store_id: storeId,
});

/** 5.7 */
export const pongFrame = (uuid: string): GatewayFrame => ({ type: 'pong', uuid });
