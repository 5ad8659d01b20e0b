/**
 * SE7: switches that would open a packaged app to others: debugging, no sandbox, other people's proxies and name servers,
 * code of others in our processes, keys in files.
 */
const REFUSED: readonly RegExp[] = [
  /^remote-(debugging-|allow-origins)/u,
  /^inspect(-|$)/u,
  /^debug(-|$)/u,
  /^no-sandbox$/u,
  /^no-zygote/u,
  /^disable-.*(sandbox|web-security|site-isolation|features)/u,
  /^(enable|disable)-blink-features$/u,
  /^single-process$/u,
  /^in-process-gpu$/u,
  /^(no-)?proxy-/u,
  /^host-(resolver-)?rules$/u,
  /^ignore-certificate-errors/u,
  /^allow-(running-insecure-content|insecure-localhost|file-access)/u,
  /^unsafely-treat-insecure-origin/u,
  /^load-extension$/u,
  /^js-flags$/u,
  /^(gpu|renderer|utility|ppapi|browser|plugin)-(launcher|cmd-prefix|subprocess-path|startup-dialog)/u,
  /^(browser-subprocess-path|user-data-dir|disk-cache-dir)$/u,
  /^(log-net-log|net-log-.*|ssl-key-log-file|enable-logging|log-file)$/u,
  /^(require|import|loader|eval|print|env-file)$/u,
];

/** The switches of Chromium and Node count with one dash as well as with two, and on Windows with a slash. */
const switchName = (word: string): string | null =>
  /^(?:--?|\/)([a-z][a-z0-9-]*)(?:[=:].*)?$/iu.exec(word)?.[1]?.toLowerCase() ?? null;

/** The first word of the command line that a packaged app does not follow, null when there is none. */
export const findRefusedSwitch = (words: readonly string[]): string | null => {
  for (const word of words) {
    const name = switchName(word);
    if (name !== null && REFUSED.some((pattern) => pattern.test(name))) return name;
  }
  return null;
};

/**
 * Why the app does not start, and what to do. An AppImage adds `--no-sandbox` by itself where the system lets no program make a sandbox,
 * as Ubuntu does since 24.04 for what came by no package: there the person has given no switch at all.
 */
export const refusalOf = (name: string, isAppImage: boolean): string => {
  if (name !== 'no-sandbox' || !isAppImage) return `--${name} is not allowed`;
  return [
    '这个系统不给 AppImage 安全沙箱，多店不会在没有沙箱时运行。请改装 deb 或 rpm 版，',
    '或请管理员执行 sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0 后再启动。',
    ' (This system lets no AppImage use the sandbox that keeps platform pages apart. Install the deb or rpm package instead,',
    ' or have an administrator run the command above, and start again.)',
  ].join('');
};
