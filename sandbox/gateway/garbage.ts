import { SeededRandom } from '../seeded.ts';

/** What a broken back office could put on the line. Each must be survived; none may reach a buyer. */
const SHAPES: readonly ((storeId: string) => string | Buffer)[] = [
  () => '{"type":"message","content":"unfinished',
  () => 'not json at all',
  () => '[]',
  () => '"text"',
  () => 'null',
  () => '{}',
  () => '{"type":42}',
  () => '{"type":"no_such_type","content":"?"}',
  () => '{"type":"message","content":"无店铺","msg_type":"text","receiver":{"id":"nobody"}}',
  (storeId) => `{"type":"message","content":17,"receiver":{"id":"nobody"},"store_id":"${storeId}"}`,
  (storeId) => `{"type":"message","content":"没有买家","msg_type":"text","store_id":"${storeId}"}`,
  (storeId) =>
    `{"type":"message","content":"?","msg_type":"hologram","receiver":{"id":"nobody"},"store_id":"${storeId}"}`,
  (storeId) => `{"type":"transfer","content":"","receiver":{"id":""},"store_id":"${storeId}"}`,
  () => '{"type":"pong","uuid":"00000000-0000-4000-8000-000000000000"}',
  () => `${'['.repeat(200)}${']'.repeat(200)}`,
  () => `{"type":"error","content":"${'长'.repeat(100_000)}"}`,
  () => '{"__proto__":{"polluted":true},"type":"success"}',
  () => Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x01]),
];

/** `count` broken frames; the same seed gives the same ones. */
export const garbageFrames = (
  seed: string,
  count: number,
  storeId: string,
): readonly (string | Buffer)[] => {
  const random = new SeededRandom(`garbage ${seed}`);
  return Array.from({ length: count }, (_, index) => {
    const make = index < SHAPES.length ? SHAPES[index] : random.pick(SHAPES);
    return make === undefined ? '' : make(storeId);
  });
};
