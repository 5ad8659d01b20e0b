import { escapeHtml } from './exchange.ts';

/** What all pages of the sandbox look like before their own style. */
const BASE_STYLE = `
:root {
  --bg: #f4f5f7;
  --line: #e6e8ec;
  --ink: #1c1f26;
  --ink-2: #5b6270;
  --ink-3: #8b92a0;
  --brand: #2f6bff;
}
* {
  box-sizing: border-box;
  margin: 0;
}
body {
  background: var(--bg);
  color: var(--ink);
  font: 14px/1.5 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans CJK SC', system-ui, sans-serif;
}`;

/** A whole page around `body`, which is HTML. `mark` is an attribute of its root. */
export const htmlPage = (page: {
  readonly title: string;
  readonly stylesheet: string;
  readonly mark?: string;
  readonly body: string;
}): string => `<!doctype html>
<html lang="zh-CN" ${page.mark ?? ''}>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(page.title)}</title>
<link rel="icon" href="data:,">
<style>${BASE_STYLE}</style>
<link rel="stylesheet" href="${page.stylesheet}">
${page.body}
</html>`;
