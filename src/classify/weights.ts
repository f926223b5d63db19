/** Weights of the linear model: rows = dense features, then hashed ones; columns = `modelTasks` of model.ts. Eight-bit whole numbers times a scale each. */
export interface Weights {
  version: string;
  denseScale: number;
  hashedScale: number;
  /** Logits are divided by this before softmax: fitted on sources that the weights had not seen. */
  temperature: number;
  /** Below this confidence the answer is `other`. */
  floor: number;
  /** Base64 of the rows of signed bytes. */
  rows: string;
}
