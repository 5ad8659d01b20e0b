/** Joins the class names that are set. CSS modules give `string | undefined` for every name. */
export const classNames = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ');
