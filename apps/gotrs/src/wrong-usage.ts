/** The command line is wrong: exit code 2, whereas a failure while running is 1. */
export class WrongUsage extends Error {}
