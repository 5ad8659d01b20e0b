'use strict';
/**
 * Makes `window.simulatedLine`, between a platform's script, which tells what happens, and the visible page, which is a script
 * of its own and may come later: what it has not heard yet waits for it.
 */
(() => {
  let early = [];
  let hearLine = null;
  window.simulatedLine = {
    tell(name, detail) {
      if (hearLine === null) early.push([name, detail]);
      else hearLine(name, detail);
    },
    attach(hear) {
      hearLine = hear;
      for (const [name, detail] of early) hear(name, detail);
      early = [];
    },
  };
})();
