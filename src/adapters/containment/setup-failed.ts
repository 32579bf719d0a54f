/** A sandbox could not be set up: nothing of the program has run. Never the program's fault. */
export class SetupFailed extends Error {
  override readonly name = "SetupFailed";
  /** It took too long, which says nothing about what this machine can do. */
  readonly slow: boolean;

  constructor(reason: string, slow = false) {
    super(reason);
    this.slow = slow;
  }
}
