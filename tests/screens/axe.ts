import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { openHarness } from './open-harness.ts';

/** Runs axe-core on the main screens in both themes; prints the violations and exits 1 when there are any. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SCENES = ['start', 'open', 'panel', 'diagnostics', 'settings', 'first-run'] as const;

const harness = await openHarness();
let found = 0;
try {
  for (const theme of ['light', 'dark'] as const) {
    for (const scene of SCENES) {
      const page = await harness.browser.newPage({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
      });
      await page.goto(`${harness.url}?theme=${theme}`);
      await page.getByRole('option', { name: '林小满' }).waitFor();
      if (scene === 'open') await page.getByRole('option', { name: '林小满' }).click();
      if (scene === 'panel' || scene === 'diagnostics')
        await page.getByRole('button', { name: '打开连接面板' }).click();
      if (scene === 'diagnostics') {
        await page.getByRole('button', { name: '导出诊断…' }).click();
        await page.getByRole('button', { name: '导出', exact: true }).click();
        await page.getByText('已导出到').waitFor();
      }
      if (scene === 'settings') {
        await page.getByRole('button', { name: '设置' }).click();
        await page.getByRole('button', { name: '回复时限' }).click();
      }
      if (scene === 'first-run') {
        await page.evaluate(() => {
          const { gateway } = window.harness.replica();
          window.harness.publish({ gateway: { ...gateway, phase: 'unconfigured', server: null } });
        });
        await page.getByRole('form', { name: '连接后台' }).waitFor();
      }
      await page.addScriptTag({ content: AXE });
      const results = await page.evaluate<AxeResults>('axe.run()');
      for (const violation of results.violations) {
        found += 1;
        console.log(
          `${theme}/${scene} ${violation.id} (${violation.impact ?? ''}): ${violation.help}`,
        );
        for (const node of violation.nodes.slice(0, 6)) {
          console.log(
            `   ${node.html.slice(0, 180)}\n   ${(node.failureSummary ?? '').replaceAll('\n', ' ').slice(0, 260)}`,
          );
        }
      }
      await page.close();
    }
  }
} finally {
  await harness.close();
}
console.log(`${String(found)} violations`);
if (found > 0) process.exitCode = 1;
