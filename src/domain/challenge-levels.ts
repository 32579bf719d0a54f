export const challengeLevels = [1, 2, 3, 4, 5] as const;
export type ChallengeLevel = (typeof challengeLevels)[number];
