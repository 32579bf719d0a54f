/** How well the starter and a program that fills in noise do on the visible gold. */
export interface Yardsticks {
  readonly starter: number;
  readonly noise: number;
}

/** Half-way from noise to the starter: lower is no honest attempt, higher is one that may dip. */
export const floorBetween = ({ starter, noise }: Yardsticks): number =>
  starter > noise ? noise + (starter - noise) / 2 : starter / 2;
