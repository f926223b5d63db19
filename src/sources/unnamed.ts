/** Who served a call of which the log says neither that nor a model of one seller: its tokens are real, so it counts, unpriced. */
export const UNNAMED_PROVIDER = 'unknown';

/** What a file of such calls is told with; absent where there are none. */
export const noteOfUnnamed = (calls: number): string | undefined =>
  calls === 0 ? undefined : `${calls} ${calls === 1 ? 'call names' : 'calls name'} no provider and no model of one provider: counted as "${UNNAMED_PROVIDER}", unpriced; import into a new store with --set provider=… to name it`;
