/** Figures beside a list stop at this number ("999+"), so that they stay cheap. */
export const countCap = 1000
