import type { MessageType } from '#shared/model/message.ts';

export type ContractStaff = {
  readonly staff_id: string;
  readonly name: string;
  readonly status: number;
  readonly department: string;
  readonly online: boolean;
};

/** What every simulated platform can do to a connector. */
export type ContractPlatform = {
  /** A product's address on this platform. */
  readonly productLink: string;
  /** What the platform's staff list tells besides names; where it has no ids, the name stands for one. */
  readonly staffTells: readonly ('staffId' | 'department' | 'online')[];
  /** For `simulatedSites`. */
  readonly base: string;
  addShop(name: string): { readonly storeId: string; readonly cookie: string };
  /** The cookie that a new login gives. */
  newCookie(storeId: string): string;
  say(storeId: string, pin: string, type: MessageType, content: string): string;
  fault(storeId: string, fault: ContractFault): void;
  /** A person clicks where a person must. */
  solve(storeId: string): void;
  setStaff(storeId: string, staff: readonly ContractStaff[]): void;
  /** What the service account wrote, as the platform took it. */
  sentByAgent(storeId: string): readonly {
    readonly buyer: string;
    readonly type: MessageType;
    readonly content: string;
    readonly platform_message_id: string;
  }[];
  transfers(storeId: string): readonly { readonly buyer: string; readonly staff_id: string }[];
  close(): Promise<void>;
};

export type ContractFault =
  | { readonly kind: 'expire' | 'kick' | 'silent' | 'duplicate' | 'disorder' | 'none' | 'rotate' }
  | { readonly kind: 'challenge'; readonly mode: 'redirect' | 'overlay' }
  | { readonly kind: 'drift'; readonly what: 'object' | 'field' | 'codec' }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'late_transfer'; readonly ms: number }
  | { readonly kind: 'lost_echo'; readonly mode: 'pending' | 'empty'; readonly count: number }
  | { readonly kind: 'reject'; readonly scope: 'send' | 'transfer'; readonly count: number }
  | { readonly kind: 'late'; readonly ms: number };
