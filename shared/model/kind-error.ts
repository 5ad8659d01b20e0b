/** An error whose catcher decides by its `kind`. The message is for the log. */
export abstract class KindError<Kind extends string> extends Error {
  readonly kind: Kind;

  constructor(kind: Kind, message: string) {
    super(message);
    this.name = new.target.name;
    this.kind = kind;
  }
}
