/** A span with the place where it stood and the characters or bytes it took there. */
export interface Placed<T> {
  part: T;
  where: string;
  size: number;
}
