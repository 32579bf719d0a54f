/** How words are set off on a terminal; each is the plain text where colours are off. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const asIs = (text: string): string => text;
export const plain: Style = { good: asIs, bad: asIs, warn: asIs, strong: asIs, faint: asIs };
