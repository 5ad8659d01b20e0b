import { EventEmitter } from 'node:events';

const nameOf = (value: unknown): string =>
  (value as { readonly constructor?: { readonly name?: string } }).constructor?.name ?? 'electron';

/** At the end of every prototype chain: what no class of the stand-in has, throws by its name instead of being `undefined`. */
const uncovered: object = new Proxy(Object.prototype, {
  get: (plain, key, receiver) => {
    // Node, `await` and JSON look for these in every value.
    if (typeof key === 'symbol' || key in plain || key === 'then' || key === 'toJSON') {
      return Reflect.get(plain, key, receiver) as unknown;
    }
    throw new Error(`the stand-in for Electron has no ${nameOf(receiver)}.${key}`);
  },
});

/** A class of `electron`, as far as it is covered: another member, or an event that the stand-in never tells, throws. */
export class Covered extends EventEmitter {
  constructor(events: readonly string[] = []) {
    super();
    this.on('newListener', (name: string) => {
      if (!events.includes(name)) {
        throw new Error(`the stand-in for Electron tells no event ${nameOf(this)} '${name}'`);
      }
    });
  }
}
Object.setPrototypeOf(
  Covered.prototype,
  Object.create(uncovered, Object.getOwnPropertyDescriptors(EventEmitter.prototype)) as object,
);

const LIVES_ON = new Set<PropertyKey>(['isDestroyed', 'constructor']);

/** Electron's objects outlive what they stand for, and then throw in every member but this one. */
export const destroy = (covered: Covered): void => {
  const alive = Object.getPrototypeOf(covered) as object;
  const gone = new Proxy(alive, {
    get: (members, key, receiver) => {
      if (!LIVES_ON.has(key) && !(key in EventEmitter.prototype)) {
        throw new TypeError('Object has been destroyed');
      }
      return Reflect.get(members, key, receiver) as unknown;
    },
  });
  Object.setPrototypeOf(covered, gone);
};

/** An event that a listener may stop. */
export type Stoppable = { defaultPrevented: boolean; preventDefault: () => void };
export const stoppable = <More extends object>(more: More): Stoppable & More => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: (): void => {
      event.defaultPrevented = true;
    },
  };
  return event;
};
