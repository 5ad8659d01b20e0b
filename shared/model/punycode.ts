/** RFC 3492 with the values that domain names use. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 128;
const LAST_CODE = 0x10_ff_ff;

const digitOf = (character: string): number => {
  const at = 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(character);
  return at === -1 ? BASE : at;
};

const adapt = (delta: number, length: number, isFirst: boolean): number => {
  let rest = isFirst ? Math.floor(delta / DAMP) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
};

/** One label of a host name without its `xn--`, in lower case; null when it is no punycode. */
export const decodePunycode = (label: string): string | null => {
  const dash = label.lastIndexOf('-');
  const codes = Array.from(label.slice(0, Math.max(dash, 0)), (one) => one.codePointAt(0) ?? 0);
  let code = FIRST_CODE;
  let bias = FIRST_BIAS;
  let index = 0;
  let from = dash + 1;
  while (from < label.length) {
    const before = index;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(label.charAt(from));
      from += 1;
      if (digit >= BASE) return null;
      index += digit * weight;
      if (index > Number.MAX_SAFE_INTEGER / BASE) return null;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = codes.length + 1;
    bias = adapt(index - before, length, before === 0);
    code += Math.floor(index / length);
    if (code > LAST_CODE) return null;
    index %= length;
    codes.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...codes);
};
