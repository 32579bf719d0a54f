/** How well the starter and a program that fills in noise do on the visible gold. */
export interface FloorBaselines {
  readonly starter: number;
  readonly noise: number;
}

/** Half-way from noise to the starter: lower is no honest attempt, higher is one that may dip. */
export const floorBetween = ({ starter, noise }: FloorBaselines): number =>
  starter > noise ? noise + (starter - noise) / 2 : starter / 2;
