import { openHarness } from './open-harness.ts';

/**
 * How the screen bears load: 1,000 conversations, 200 messages a second for 10 s, frames as the publisher sends
 * them (at most one in 16 ms). Prints the time from a frame to the paint after it, and long tasks.
 */
const harness = await openHarness();
try {
  const page = await harness.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${harness.url}?theme=light`);
  await page.getByRole('option', { name: '林小满' }).click();
  const result = await page.evaluate(async () => {
    const rows = Object.values(window.harness.replica().conversations);
    const template = rows[5];
    if (template === undefined) throw new Error('no conversation to copy');
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ...template,
      key: `${template.shopId}\u001fload-${String(index)}` as typeof template.key,
      buyerPin: `load-${String(index)}` as typeof template.buyerPin,
      buyerName: `买家${String(index)}`,
      waitingSince: index % 2 === 0 ? Date.now() - index * 100 : null,
    }));
    window.harness.publish({ conversations: many });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const paints: number[] = [];
    let longTasks = 0;
    new PerformanceObserver((list) => {
      longTasks += list.getEntries().length;
    }).observe({ type: 'longtask' });
    const started = performance.now();
    let sent = 0;
    while (performance.now() - started < 10_000) {
      const due = Math.floor((performance.now() - started) / 5) - sent;
      const batch = Array.from({ length: Math.max(1, due) }, (_, index) => {
        const at = ((sent + index) * 7_919) % many.length;
        const row = many[at];
        if (row === undefined) throw new Error('no such row');
        const next = {
          ...row,
          unread: row.unread + 1,
          waitingSince: (sent + index) % 3 === 0 ? null : Date.now(),
          last: {
            origin: 'buyer' as const,
            type: 'text' as const,
            text: `第 ${String(sent + index)} 条`,
            at: Date.now(),
            sendState: null,
          },
          lastOrderAt: Date.now(),
        };
        many[at] = next;
        return next;
      });
      sent += batch.length;
      const from = performance.now();
      window.harness.publish({ conversations: batch });
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.addEventListener('message', () => paints.push(performance.now() - from));
        after.port1.start();
        after.port2.postMessage(null);
      });
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sorted = paints.toSorted((a, b) => a - b);
    const at = (share: number): number =>
      Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
    return { messages: sent, frames: paints.length, p50: at(0.5), p99: at(0.99), longTasks };
  });
  console.log(JSON.stringify(result));
} finally {
  await harness.close();
}
