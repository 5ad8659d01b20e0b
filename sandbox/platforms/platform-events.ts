import type { MessageType } from '#shared/model/message.ts';
import type { Card } from './cards.ts';

/** One message on the platform, before it takes a platform's shape. */
export type PlatformMessage = {
  readonly serverId: string;
  readonly pin: string;
  readonly by: 'buyer' | 'staff' | 'system';
  readonly type: MessageType;
  readonly content: string;
  readonly card: Card | null;
  readonly at: number;
  readonly senderName: string;
  readonly clientMessageId: string;
  readonly transferTo: StaffMember | null;
};

/** As the control API and the spec (4.6) name it. */
export type StaffMember = {
  readonly staff_id: string;
  readonly name: string;
  readonly status: number;
  readonly department: string;
  readonly online: boolean;
};

export type Buyer = { readonly pin: string; name: string };

/** `count` grows by one with every kick. */
export type Kick = { readonly count: number; readonly by: string; readonly reason: string };

/** What open pages of the shop are told. */
export type PageEvent =
  | { readonly kind: 'message'; readonly seq: number; readonly message: PlatformMessage }
  | { readonly kind: 'kicked'; readonly by: string; readonly reason: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'challenge'; readonly mode: 'redirect' | 'overlay' }
  | { readonly kind: 'solved' }
  | { readonly kind: 'drift'; readonly what: 'object' | 'field' | 'codec' | 'selector' };

export type SendAnswer =
  | { readonly kind: 'taken'; readonly message: PlatformMessage }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | { readonly kind: 'lost'; readonly mode: 'pending' | 'empty' };

export type TransferAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly code: number; readonly text: string };
