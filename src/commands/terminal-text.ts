/** Log text is hostile: what moves the cursor, recolours or reorders is shown as a dot. Example: 'a\u001b[2Jb' -> 'a·[2Jb' */
export const terminalText = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '·');

/** The same for text of several lines: its line breaks stand. */
export const terminalLines = (text: string): string => text.split('\n').map(terminalText).join('\n');
