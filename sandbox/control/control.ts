import { checked, Refusal } from '../http/exchange.ts';
import { errorFrame, type GatewayFrame } from '../gateway/frames.ts';
import type { ReferenceGateway } from '../gateway/gateway.ts';
import { type GatewayFault, gatewayFaultSchema } from '../gateway/gateway-faults.ts';
import type { ScriptedReplies } from '../gateway/scripted-replies.ts';
import type { SimulatedPlatforms } from '../platforms/platforms.ts';
import type { StaffMember } from '../platforms/platform-events.ts';
import type { SimulatedShop } from '../platforms/shop.ts';
import { type ShopFault, shopFaultSchema } from '../platforms/shop-faults.ts';
import { inventedCookie } from '../platforms/sessions.ts';
import { SITES } from '../platforms/sites.ts';
import { seededShopId } from '../seeded.ts';
import { newShopSchema, pinSchema, type Say, saySchema } from './bodies.ts';
import type * as z from 'zod';

/** The parts of the world that run; null for a part that `--only` left out. */
export type ControlParts = {
  readonly gateway: { readonly link: ReferenceGateway; readonly ai: ScriptedReplies } | null;
  readonly platforms: SimulatedPlatforms | null;
  readonly seed: string;
  readonly now: () => number;
};

/** Every lever of the world. What cannot be done throws a `Refusal` with a status and one sentence. */
export class Control {
  readonly #parts: ControlParts;
  /** Shops as the control API knows them, also where no platform is simulated. */
  readonly #known = new Map<
    string,
    { readonly platform: SimulatedShop['platform']; readonly name: string }
  >();
  #made = 0;

  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  createShop(body: z.input<typeof newShopSchema>): { store_id: string; cookie: string } {
    const { platform, name, store_id: asked } = checked(newShopSchema, body);
    this.#made += 1;
    const storeId = asked ?? seededShopId(this.#parts.seed, this.#made, platform, name);
    if (this.#known.has(storeId)) {
      throw new Refusal(409, `A shop with store_id "${storeId}" already exists.`);
    }
    this.#known.set(storeId, { platform, name });
    const { platforms } = this.#parts;
    const cookie =
      platforms === null
        ? inventedCookie(platform, storeId)
        : platforms.sessions.begin(platforms.add(storeId, platform, name));
    return { store_id: storeId, cookie };
  }

  /**
   * The back office is asked to log the shop in: it pushes the cookie that its policy has, and never one that has ended. A
   * given cookie is pushed as it is, good or not.
   */
  login(storeId: string, cookie?: string): { cookie: string } {
    const known = this.#known.get(storeId);
    if (known === undefined) throw unknownShop(storeId);
    const { link } = this.#gateway();
    if (cookie === undefined) this.#parts.platforms?.shop(storeId)?.faults.remove('expire');
    const { platform } = known;
    return { cookie: link.logIn({ storeId, platform, cookie: cookie ?? null }) };
  }

  say(storeId: string, pin: string, body: Say): { message_id: string } {
    const said = checked(saySchema, body);
    const buyer = checked(pinSchema, pin);
    const shop = this.shop(storeId);
    const at = this.#parts.now() - said.ago_ms;
    return {
      message_id: shop.buyerSays(buyer, said.msg_type, said.content, said.name ?? null, at),
    };
  }

  setStaff(storeId: string, staff: readonly StaffMember[]): void {
    this.shop(storeId).setStaff(staff);
  }

  shopFault(storeId: string, body: z.input<typeof shopFaultSchema>): ShopFault {
    const fault = checked(shopFaultSchema, body);
    const { platforms } = this.#parts;
    const shop = this.shop(storeId);
    platforms?.applyFault(shop, fault);
    return fault;
  }

  /** What a person's click on the challenge does. */
  solve(storeId: string): { solved: boolean } {
    return { solved: this.shop(storeId).solveChallenge() };
  }

  setAi(storeId: string, enabled: boolean): void {
    this.#gateway().ai.setEnabled(storeId, enabled);
  }

  /** The back office met a challenge when it logged in (spec 5.2): an `error` with the platform's verify link. */
  verify(storeId: string, sentence: string, receiver: string | null): void {
    const known = this.#known.get(storeId);
    if (known === undefined) throw unknownShop(storeId);
    const link = `${SITES[known.platform].challengeUrl}?from=gateway`;
    this.gatewaySend(errorFrame(storeId, sentence, link, receiver ?? 'gui_12345678'));
  }

  gatewaySend(frame: GatewayFrame): void {
    if (this.#gateway().link.sendNow(frame)) return;
    throw new Refusal(409, 'No GUI is connected to the gateway, nothing was sent.');
  }

  gatewayFault(body: z.input<typeof gatewayFaultSchema>): GatewayFault {
    const fault = checked(gatewayFaultSchema, body);
    this.#gateway().link.applyFault(fault);
    return fault;
  }

  shop(storeId: string): SimulatedShop {
    if (this.#parts.platforms === null) {
      throw new Refusal(409, 'This sandbox runs without platforms (--only gateway).');
    }
    const shop = this.#parts.platforms.shop(storeId);
    if (shop === null) throw unknownShop(storeId);
    return shop;
  }

  /** For the panel: every shop with what is up with it. */
  overview(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.#known].map(([storeId, { platform, name }]) => {
      const shop = this.#parts.platforms?.shop(storeId) ?? null;
      const site = SITES[platform];
      return {
        store_id: storeId,
        platform,
        platform_name: site.displayName,
        name,
        workbench: site.workbenchUrls[0],
        note: site.interimNote,
        faults: shop?.faults.kinds() ?? [],
        pages: shop?.line.openPages ?? 0,
        buyers: shop?.buyers ?? [],
        staff: shop?.staff.length ?? 0,
        logged_in: this.#parts.gateway?.link.contexts.isLoggedIn(storeId) ?? false,
        ai: this.#parts.gateway?.ai.isEnabled(storeId) ?? false,
        frames: this.#parts.gateway?.link.contexts.framesOf(storeId) ?? 0,
      };
    });
  }

  get openSockets(): number {
    return this.#parts.gateway?.link.openSockets ?? 0;
  }

  #gateway(): NonNullable<ControlParts['gateway']> {
    if (this.#parts.gateway !== null) return this.#parts.gateway;
    throw new Refusal(409, 'This sandbox runs without a gateway (--only platforms).');
  }
}

const unknownShop = (storeId: string): Refusal =>
  new Refusal(404, `No shop has the store_id "${storeId}"; make it with POST /control/shops.`);
