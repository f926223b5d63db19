const letters = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

export const big16 = (value: number): number[] => [value >> 8, value & 255];

/** The header of a PNG of that size, base64: all that its size is read from. */
export const png = (width: number, height: number): string =>
  Buffer.from([0x89, ...letters('PNG\r\n\u001a\n'), 0, 0, 0, 13, ...letters('IHDR'), 0, 0, ...big16(width), 0, 0, ...big16(height), 8, 6, 0, 0, 0]).toString('base64');
