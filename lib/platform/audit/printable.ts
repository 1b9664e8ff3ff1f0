/** Controls, invisible characters and those that turn text around; a line break and a tab are harmless in HTML. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Recorded text as it may be shown: what could hide, reorder or forge a part of it stands there as its code. */
export const printable = (text: string): string => text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
