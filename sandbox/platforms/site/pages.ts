import { escapeHtml, scriptJson } from '../../http/exchange.ts';
import { htmlPage } from '../../http/html-page.ts';
import type { SimulatedShop } from '../shop.ts';
import type { Site } from '../sites.ts';

const label = (site: Site): string =>
  `<p class="sim-label">模拟平台 · ${escapeHtml(site.displayName)} · 仅供演示与测试,不是真实网站${
    site.interimNote === null ? '' : ` · ${escapeHtml(site.interimNote)}`
  }</p>`;

const page = (title: string, site: Site, boot: unknown, body: string, script: string): string =>
  htmlPage({
    title,
    stylesheet: '/_sim/site.css',
    mark: `data-platform="${site.platform}"`,
    body: `${label(site)}
${body}
<script type="application/json" id="boot">${scriptJson(boot)}</script>
${script}`,
  });

/** What every workbench's script finds in `#boot`. */
export type WorkbenchBoot = {
  readonly loginUrl: string;
  readonly challengeUrl: string;
  readonly hasOverlay: boolean;
};

/** The merchant's workbench: what the service account sees, and the platform's own scripts. */
export const workbenchPage = (
  site: Site,
  shop: SimulatedShop,
  boot: WorkbenchBoot & Readonly<Record<string, unknown>>,
  scripts: readonly string[],
): string =>
  page(
    `${shop.name} · ${site.displayName}客服工作台(模拟)`,
    site,
    {
      platform: site.platform,
      shopKey: shop.shopKey,
      shopName: shop.name,
      agentId: shop.agent.id,
      agentName: shop.agent.name,
      seq: shop.line.seq,
      kicks: shop.kick.count,
      lateMs: shop.faults.get('late')?.ms ?? 0,
      drift: shop.faults.get('drift')?.what ?? null,
      ...boot,
    },
    `<header class="bar"><b>${escapeHtml(site.displayName)}</b><span>${escapeHtml(shop.name)}</span>
<small>${escapeHtml(shop.agent.name)}</small><em id="line" data-state="opening">连接中</em></header>
<main class="bench"><nav id="buyers" aria-label="买家"></nav>
<section><h1 id="who">请选择买家</h1><div id="messages" role="log" aria-label="聊天记录"></div>
<form id="composer"><input id="text" aria-label="在平台页面回复" placeholder="在平台页面直接回复(相当于在别处发送)" autocomplete="off"><button>发送</button></form></section></main>
<div id="dialogs"></div>`,
    ['/_sim/line.js', ...scripts, '/_sim/workbench.js']
      .map((src) => `<script src="${src}"></script>`)
      .join(''),
  );

/** Where a person logs in. */
export const loginPage = (site: Site, shops: readonly SimulatedShop[]): string =>
  page(
    `登录 · ${site.displayName}(模拟)`,
    site,
    { action: 'login', workbench: site.workbenchUrls[0] },
    `<main class="card"><h1>登录${escapeHtml(site.displayName)}商家后台</h1>
<p>登录状态已失效或尚未登录。选择一个店铺,以其客服账号登录:</p>
<div class="choices">${shops
      .map(
        (shop) =>
          `<button type="button" data-shop="${escapeHtml(shop.storeId)}">${escapeHtml(shop.name)}</button>`,
      )
      .join('')}</div><p id="said" role="status"></p></main>`,
    '<script src="/_sim/site.js"></script>',
  );

/** Where a person proves to be one. */
export const challengePage = (site: Site, shop: SimulatedShop | null): string =>
  page(
    `安全验证 · ${site.displayName}(模拟)`,
    site,
    { action: 'solve', workbench: site.workbenchUrls[0], shopKey: shop?.shopKey ?? '' },
    `<main class="card"><h1>安全验证</h1>
<p>${shop === null ? '请先登录。' : `为了 ${escapeHtml(shop.name)} 的账号安全,请本人点击按钮完成验证。`}</p>
<div id="captcha_container"><button type="button" id="solve"${shop === null ? ' disabled' : ''}>点击完成验证</button></div>
<p id="said" role="status"></p></main>`,
    '<script src="/_sim/site.js"></script>',
  );
