/** Why a file is no proper table: the end of a sentence that begins with the file's name. */
export class Unreadable extends Error {}
