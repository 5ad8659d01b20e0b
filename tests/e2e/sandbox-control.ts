/** The control API of the sandbox, as an outside program calls it. */
export type LedgerMessage = {
  readonly from: string;
  readonly type: string;
  readonly content: string;
};
export type ShopLedger = {
  readonly sent_by_agent: readonly {
    readonly buyer: string;
    readonly type: string;
    readonly content: string;
  }[];
  readonly transfers: readonly Readonly<Record<string, unknown>>[];
  readonly buyers: Readonly<Record<string, readonly LedgerMessage[]>>;
};
export type GatewayFrame = Readonly<Record<string, unknown>> & { readonly type: string };
export type Ledger = {
  readonly gateway: { readonly received: readonly GatewayFrame[] };
  readonly platforms: Readonly<Record<string, ShopLedger>>;
};

export class SandboxControl {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base.replace(/\/$/u, '');
  }

  async #request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }

  /** `id` is the back office's name for it; without one the sandbox makes one up. */
  addShop(
    platform: string,
    name: string,
    id?: string,
  ): Promise<{ store_id: string; cookie: string }> {
    return this.#request('POST', '/control/shops', { platform, name, store_id: id });
  }

  /** Answers the cookie that was pushed. */
  login(shop: string, body: { cookie?: string } = {}): Promise<{ cookie: string }> {
    return this.#request('POST', `/control/shops/${shop}/login`, body);
  }

  /** What a person's click on the challenge does. */
  solve(shop: string): Promise<unknown> {
    return this.#request('POST', `/control/shops/${shop}/solve`);
  }

  say(
    shop: string,
    pin: string,
    message: { msg_type: string; content: string; name?: string },
  ): Promise<{ message_id: string }> {
    return this.#request(
      'POST',
      `/control/shops/${shop}/buyers/${encodeURIComponent(pin)}/say`,
      message,
    );
  }

  setStaff(shop: string, staff: readonly object[]): Promise<unknown> {
    return this.#request('POST', `/control/shops/${shop}/staff`, { staff });
  }

  fault(shop: string, fault: { kind: string } & Record<string, unknown>): Promise<unknown> {
    return this.#request('POST', `/control/shops/${shop}/fault`, fault);
  }

  /** The back office answers a buyer. */
  reply(shop: string, pin: string, content: string): Promise<unknown> {
    const receiver = { id: pin };
    return this.send({ type: 'message', content, msg_type: 'text', receiver, store_id: shop });
  }

  send(frame: object): Promise<unknown> {
    return this.#request('POST', '/control/gateway/send', frame);
  }

  gatewayFault(fault: { kind: string } & Record<string, unknown>): Promise<unknown> {
    return this.#request('POST', '/control/gateway/fault', fault);
  }

  ledger(): Promise<Ledger> {
    return this.#request('GET', '/control/ledger');
  }
}
