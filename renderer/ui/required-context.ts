import { createContext, useContext, type Context } from 'react';

/** A context without a value of its own, and its reader, which throws where no `provider` stands above. */
export const requiredContext = <Value>(
  provider: string,
): readonly [Context<Value | null>, () => Value] => {
  const context = createContext<Value | null>(null);
  const useValue = (): Value => {
    const value = useContext(context);
    if (value === null) throw new Error(`${provider} is missing`);
    return value;
  };
  return [context, useValue];
};
