/** Why a file is not a proper table: the end of a sentence that begins with the file's name. */
export class Unreadable extends Error {}
