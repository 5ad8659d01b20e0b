import { type Line, pickDialogue, type Setting } from './buyers/dialogue.ts';
import { inventPeople, type Person } from './buyers/people.ts';
import { ScriptedBuyers } from './buyers/scripted-buyers.ts';
import type { Control } from './control/control.ts';
import { demoShops, USUAL_SHOPS } from './demo-shops.ts';
import type { ReferenceGateway } from './gateway/gateway.ts';
import { startUrging } from './gateway/urging.ts';
import type { StaffMember } from './platforms/platform-events.ts';
import type { SimulatedShop } from './platforms/shop.ts';
import { SeededRandom } from './seeded.ts';

const PEOPLE_PER_SHOP = 5;
const URGE_EVERY_MS = 90_000;
const BUYERS_EVERY_MS = [5000, 14_000] as const;

/**
 * How long ago each of a shop's five buyers spoke, in seconds, and whether somebody has answered. Made for the limits
 * of 30 s (京东) and 180 s (the others), so that a fresh demo shows calm, warned and late conversations.
 */
const AGES: Readonly<
  Record<'jd' | 'other', readonly (readonly [ageS: number, answered: boolean])[]>
> = {
  jd: [
    [52, false],
    [21, false],
    [6, false],
    [420, true],
    [1500, true],
  ],
  other: [
    [216, false],
    [128, false],
    [34, false],
    [12, false],
    [900, true],
  ],
};

/** As platforms have them: ids above 2^53, two people of one name, one away, one without a department. */
const staffOf = (newId: () => string): readonly StaffMember[] => [
  { staff_id: newId(), name: '售后客服01', status: 1, department: '售后', online: true },
  { staff_id: newId(), name: '客服小王', status: 1, department: '售前', online: true },
  { staff_id: newId(), name: '水滴智能优品', status: 1, department: '', online: true },
  { staff_id: newId(), name: '客服小李', status: 1, department: '售前', online: true },
  { staff_id: newId(), name: '客服小李', status: 1, department: '夜班', online: true },
  { staff_id: newId(), name: '售后主管', status: 1, department: '售后', online: false },
];

export type DemoOptions = {
  /** 4 unless given; the first four have the names of the demo. */
  readonly shops?: number;
  /** No conversations, no scripted buyers, no AI, no urging: shops and staff only. */
  readonly quiet?: boolean;
};

/** What of a world the demo needs; it is filled while the world itself is still being made. */
export type DemoGround = {
  readonly only: 'gateway' | 'platforms' | null;
  readonly mediaUrl: string;
  readonly control: Control;
  /** Null where the back office is left out. */
  readonly gateway: ReferenceGateway | null;
  now(): number;
  newPlatformId(): string;
  onClose(undo: () => void): void;
};

/**
 * Fills a world: shops that are logged in, their staff, five conversations each (twenty with the usual four shops),
 * and buyers who go on talking until the world closes.
 */
export const populateDemo = (world: DemoGround, seed: number, options: DemoOptions = {}): void => {
  const random = new SeededRandom(`demo ${seed}`);
  const count = options.shops ?? USUAL_SHOPS;
  // A larger world talks more: the rate is per shop.
  const pace = Math.max(1, count / USUAL_SHOPS);
  const buyers = new ScriptedBuyers({
    seed: String(seed),
    media: world.mediaUrl,
    everyMs: [BUYERS_EVERY_MS[0] / pace, BUYERS_EVERY_MS[1] / pace],
  });
  const urged: { storeId: string; buyer: string }[] = [];
  for (const [number, demo] of demoShops(count).entries()) {
    const { store_id: storeId } = world.control.createShop(demo);
    if (world.only !== 'platforms') world.control.login(storeId);
    const shop = world.only === 'gateway' ? null : world.control.shop(storeId);
    shop?.setStaff(staffOf(() => world.newPlatformId()));
    if (options.quiet === true) continue;
    if (world.only !== 'platforms') world.control.setAi(storeId, demo.hasAi);
    if (shop === null) continue;
    const people = inventPeople(demo.platform, number, PEOPLE_PER_SHOP, random);
    const told = new Set<string>();
    for (const [index, person] of people.entries()) {
      tellPast(shop, person, index, random, world.mediaUrl, world.now(), told);
      buyers.add(shop, person);
      if (demo.hasAi) urged.push({ storeId, buyer: person.pin });
    }
  }
  if (options.quiet === true) return;
  buyers.start();
  world.onClose(() => buyers.stop());
  const { gateway } = world;
  if (gateway !== null && urged.length > 0) {
    world.onClose(startUrging(gateway, URGE_EVERY_MS, () => random.pick(urged)));
  }
};

/** One conversation up to now: an answered matter some while ago, then the one that waits. */
const tellPast = (
  shop: SimulatedShop,
  person: Person,
  index: number,
  random: SeededRandom,
  media: string,
  now: number,
  told: Set<string>,
): void => {
  const ages = AGES[shop.platform === 'jd' ? 'jd' : 'other'];
  const [ageS, isAnswered] = ages[index % ages.length] ?? [30, false];
  const setting = { platform: shop.platform, media };
  const startedAt = now - ageS * 1000;
  const say = (line: Line, at: number): void => {
    shop.buyerSays(person.pin, line.type, line.content, person.name, Math.min(at, now));
  };
  const answer = (content: string, at: number): void => {
    shop.ourSideSays(person.pin, 'text', content, shop.agent.name, Math.min(at, now));
  };
  if (!isAnswered && random.next() < 0.6) {
    say({ type: 'text', content: '你好,在吗?' }, startedAt - 340_000);
    answer('您好,在的,请问有什么可以帮您?', startedAt - 325_000);
  }
  const lines = newMatter(random, setting, told);
  for (const [place, line] of lines.entries()) say(line, startedAt + place * 1500);
  if (isAnswered) answer('好的亲,已经为您备注,今天 17 点前发出。', startedAt + 24_000);
};

/** A matter that no other buyer of the shop has told, where one can be found in a few tries. */
const newMatter = (random: SeededRandom, setting: Setting, told: Set<string>): readonly Line[] => {
  let lines = pickDialogue(random, setting);
  const words = (): string => lines.findLast(({ type }) => type === 'text')?.content ?? '';
  for (let tries = 0; tries < 8 && told.has(words()); tries += 1) {
    lines = pickDialogue(random, setting);
  }
  told.add(words());
  return lines;
};
