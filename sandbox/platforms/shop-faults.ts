import * as z from 'zod';

const count = z.number().int().min(1).max(1_000_000).optional();

/**
 * Bodies of `POST /control/shops/:id/fault`. Kinds add up until `none`; durations in milliseconds.
 * `duplicate`, `disorder`, `late`, `late_transfer`, `rotate` and `http` are extensions of the surface.
 */
export const shopFaultSchema = z.discriminatedUnion('kind', [
  /** Every session of the shop ends. The next login without a cookie makes a new one. */
  z.object({ kind: z.literal('expire') }),
  /** Somebody logged in elsewhere; the open pages lose the session, a page opened later takes it again. */
  z.object({
    kind: z.literal('kick'),
    by: z.string().max(100).default('客服主管的电脑'),
    reason: z.string().max(200).default('该账号已在其他设备登录'),
  }),
  /** A person must click: on a page of its own, or on an overlay of the workbench. */
  z.object({
    kind: z.literal('challenge'),
    mode: z.enum(['redirect', 'overlay']).default('redirect'),
  }),
  /** Logged in, connected, and nothing is pushed. The lists still tell. */
  z.object({ kind: z.literal('silent') }),
  /** The page changes: `object` renames the page's object, `field` the names in it, `codec` the messages'
   * fields, `selector` what its visible parts are found by. */
  z.object({
    kind: z.literal('drift'),
    what: z.enum(['object', 'field', 'codec', 'selector']).default('object'),
  }),
  /** The buyer gets the message and the page hears nothing of it; `pending` never resolves, `empty` resolves without evidence. */
  z.object({
    kind: z.literal('lost_echo'),
    mode: z.enum(['pending', 'empty']).default('pending'),
    count,
  }),
  z.object({ kind: z.literal('slow'), ms: z.number().int().min(0).max(120_000).default(3000) }),
  /** Sends, transfers and uploads are refused inside a successful answer. */
  z.object({
    kind: z.literal('reject'),
    scope: z.enum(['send', 'transfer', 'upload', 'all']).default('all'),
    code: z
      .union([z.string().max(32), z.number().int()])
      .default('10002')
      .transform(String),
    text: z.string().max(200).default('内容含有违规信息,发送失败'),
    count,
  }),
  /** Every pushed message comes twice. */
  z.object({ kind: z.literal('duplicate') }),
  /** Pushed messages change places. */
  z.object({ kind: z.literal('disorder') }),
  /** The page's object appears only `ms` after the page was loaded. */
  z.object({ kind: z.literal('late'), ms: z.number().int().min(0).max(60_000).default(4000) }),
  /** Each page load changes the session cookie by `Set-Cookie`; the old one stays good for a minute. */
  z.object({ kind: z.literal('rotate') }),
  /** The api answers with this status. */
  z.object({ kind: z.literal('http'), status: z.number().int().min(400).max(599).default(429) }),
  /** The platform confirms a transfer only `ms` after it took it. */
  z.object({
    kind: z.literal('late_transfer'),
    ms: z.number().int().min(0).max(60_000).default(15_000),
  }),
  z.object({ kind: z.literal('none') }),
]);
export type ShopFault = z.infer<typeof shopFaultSchema>;
type FaultOf<Kind extends ShopFault['kind']> = Extract<ShopFault, { kind: Kind }>;

/** The faults that a shop has now. */
export class ActiveFaults {
  readonly #active = new Map<ShopFault['kind'], ShopFault>();
  readonly #left = new Map<ShopFault['kind'], number>();

  add(fault: ShopFault): void {
    this.#active.set(fault.kind, fault);
    const times = 'count' in fault ? fault.count : undefined;
    if (times === undefined) this.#left.delete(fault.kind);
    else this.#left.set(fault.kind, times);
  }

  remove(kind: ShopFault['kind']): void {
    this.#active.delete(kind);
    this.#left.delete(kind);
  }

  clear(): void {
    this.#active.clear();
    this.#left.clear();
  }

  /** The fault, without using it up. */
  get<Kind extends ShopFault['kind']>(kind: Kind): FaultOf<Kind> | null {
    return (this.#active.get(kind) as FaultOf<Kind> | undefined) ?? null;
  }

  has(kind: ShopFault['kind']): boolean {
    return this.#active.has(kind);
  }

  /** The refusal that this meets, counted as used once. */
  refusalOf(what: 'send' | 'transfer' | 'upload'): FaultOf<'reject'> | null {
    const scope = this.get('reject')?.scope;
    return scope === what || scope === 'all' ? this.use('reject') : null;
  }

  /** The fault, counted as used once; one with a `count` ends after that many. */
  use<Kind extends ShopFault['kind']>(kind: Kind): FaultOf<Kind> | null {
    const fault = this.get(kind);
    const left = this.#left.get(kind);
    if (fault !== null && left !== undefined) {
      if (left <= 1) this.remove(kind);
      else this.#left.set(kind, left - 1);
    }
    return fault;
  }

  kinds(): readonly ShopFault['kind'][] {
    return [...this.#active.keys()];
  }
}
