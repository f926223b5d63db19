/** Pieces of programs. `$A`, `$B` are nouns and `$N` a number; `§` stands for a line break in the lists below. */
export const nouns: readonly string[] = ['order', 'invoice', 'shipment', 'customer', 'refund', 'basket', 'coupon', 'parcel', 'address', 'supplier', 'payment', 'voucher', 'product', 'warehouse', 'return', 'carrier', 'ticket', 'session', 'price', 'tax'];

export const typescriptPieces: readonly string[] = [
  'export function find$A(list: readonly $A[], id: string): $A | undefined {§  return list.find((item) => item.id === id && !item.isDeleted);§}',
  'export async function load$A(id: string, client: HttpClient): Promise<$A> {§  const response = await client.get(`/api/$b/${id}`);§  if (!response.ok) {§    throw new NotFoundError(`$a ${id} could not be loaded: ${response.status}`);§  }§  return parse$A(await response.json());§}',
  'export interface $A {§  id: string;§  createdAt: Date;§  $b?: $B;§  amountCents: number;§  currency: string;§  isDeleted: boolean;§}',
  'export function sum$A(list: readonly $A[]): number {§  let total = 0;§  for (const item of list) {§    if (item.isDeleted) continue;§    total += item.amountCents * (item.$b?.quantity ?? 1);§  }§  return total;§}',
  'const $aCache = new Map<string, { value: $A; expiresAt: number }>();§§export function remember$A(value: $A, now: number): void {§  $aCache.set(value.id, { value, expiresAt: now + $N * 1000 });§  if ($aCache.size > $N0) {§    const oldest = $aCache.keys().next().value;§    if (oldest !== undefined) $aCache.delete(oldest);§  }§}',
  'export const is$A = (value: unknown): value is $A =>§  typeof value === "object" && value !== null && "id" in value && "amountCents" in value;',
  'router.post("/$a/:id/$b", async (request, reply) => {§  const { id } = request.params;§  const body = $bSchema.parse(request.body);§  const $a = await $aService.find(id);§  if ($a === undefined) return reply.status(404).send({ error: "$a not found" });§  await $aService.attach$B($a, body);§  return reply.status(204).send();§});',
  'export function group$AByDay(list: readonly $A[]): Map<string, $A[]> {§  const days = new Map<string, $A[]>();§  for (const item of list) {§    const day = item.createdAt.toISOString().slice(0, 10);§    const former = days.get(day);§    if (former === undefined) days.set(day, [item]);§    else former.push(item);§  }§  return days;§}',
  'export async function retry$A<T>(work: () => Promise<T>, attempts = $N): Promise<T> {§  for (let attempt = 1; ; attempt += 1) {§    try {§      return await work();§    } catch (error) {§      if (attempt >= attempts) throw error;§      logger.warn("$a attempt failed", { attempt, error });§      await sleep(100 * 2 ** attempt);§    }§  }§}',
];

export const pythonPieces: readonly string[] = [
  'def load_$a(session: Session, $a_id: str) -> $A | None:§    """Return one $a, or None if it was deleted."""§    row = session.get($A, $a_id)§    if row is None or row.deleted_at is not None:§        return None§    return row',
  'class $AService:§    def __init__(self, repository: $ARepository, clock: Clock) -> None:§        self.repository = repository§        self.clock = clock§§    def close(self, $a_id: str) -> $A:§        $a = self.repository.require($a_id)§        $a.closed_at = self.clock.now()§        self.repository.save($a)§        return $a',
  'def total_by_$b(rows: Iterable[$A]) -> dict[str, Decimal]:§    totals: dict[str, Decimal] = defaultdict(Decimal)§    for row in rows:§        if row.amount <= 0:§            continue§        totals[row.$b_id] += row.amount * row.quantity§    return dict(totals)',
  '@router.get("/$a/{$a_id}")§async def read_$a($a_id: UUID, session: Annotated[AsyncSession, Depends(get_session)]) -> $ARead:§    $a = await session.get($A, $a_id)§    if $a is None:§        raise HTTPException(status_code=404, detail="$a not found")§    return $ARead.model_validate($a)',
  'def parse_$a_line(line: str) -> $A:§    fields = [field.strip() for field in line.split(";")]§    if len(fields) < $N:§        raise ValueError(f"expected $N fields, got {len(fields)}: {line!r}")§    return $A(id=fields[0], amount=Decimal(fields[1]), $b=fields[2] or None)',
  'async def sync_$a(source: AsyncIterator[$A], target: $AStore, *, batch_size: int = $N0) -> int:§    written = 0§    batch: list[$A] = []§    async for item in source:§        batch.append(item)§        if len(batch) >= batch_size:§            await target.write(batch)§            written += len(batch)§            batch.clear()§    if batch:§        await target.write(batch)§        written += len(batch)§    return written',
  'def discount_for($a: $A, $b: $B, today: date) -> Decimal:§    if $b.valid_until < today:§        return Decimal(0)§    share = Decimal($b.percent) / 100§    return min($a.amount * share, $b.maximum)',
];

export const testPieces: readonly string[] = [
  'test("sums the amounts of every $a that is not deleted", () => {§  const list = [make$A({ amountCents: $N00 }), make$A({ amountCents: $N50, isDeleted: true })];§  expect(sum$A(list)).toBe($N00);§});',
  'test("returns undefined when the $a does not exist", () => {§  expect(find$A([], "missing")).toBeUndefined();§});',
  'test("groups $a by the day on which it was created", () => {§  const early = make$A({ createdAt: new Date("2026-03-01T23:59:00Z") });§  const late = make$A({ createdAt: new Date("2026-03-02T00:01:00Z") });§  expect([...group$AByDay([early, late]).keys()]).toEqual(["2026-03-01", "2026-03-02"]);§});',
  'test("throws after $N failed attempts", async () => {§  const work = vi.fn().mockRejectedValue(new Error("$b is down"));§  await expect(retry$A(work, $N)).rejects.toThrow("$b is down");§  expect(work).toHaveBeenCalledTimes($N);§});',
  'test("refuses a $a without an amount", () => {§  expect(is$A({ id: "a1" })).toBe(false);§  expect(is$A(null)).toBe(false);§});',
  'test("answers 404 for an unknown $a", async () => {§  const reply = await app.inject({ method: "POST", url: "/$a/none/$b", payload: make$B() });§  expect(reply.statusCode).toBe(404);§  expect(reply.json()).toEqual({ error: "$a not found" });§});',
];

export const sqlPieces: readonly string[] = [
  'SELECT COUNT(*) AS open_$a§FROM $a§WHERE status = \'open\' AND deleted_at IS NULL;',
  'SELECT country, SUM(amount) AS revenue§FROM $a§WHERE deleted_at IS NULL§GROUP BY country;',
  'SELECT $b.id, $b.name, COUNT(*) AS $a_count, SUM($a.amount) AS revenue§FROM $a§JOIN $b ON $b.id = $a.$b_id§WHERE $a.created_at >= DATE \'2026-0$D-01\'§  AND $a.deleted_at IS NULL§GROUP BY $b.id, $b.name§HAVING COUNT(*) > $N§ORDER BY revenue DESC§LIMIT $N;',
  'WITH monthly AS (§  SELECT DATE_TRUNC(\'month\', $a.created_at) AS month, $a.$b_id, SUM($a.amount) AS total§  FROM $a§  GROUP BY 1, 2§)§SELECT month, $b_id, total,§       total - LAG(total) OVER (PARTITION BY $b_id ORDER BY month) AS change§FROM monthly§ORDER BY month, $b_id;',
  'SELECT $a.id§FROM $a§LEFT JOIN $b ON $b.$a_id = $a.id§WHERE $b.id IS NULL§  AND $a.status = \'open\'§  AND $a.created_at < NOW() - INTERVAL \'$N days\';',
  'SELECT $a.country, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY $b.hours) AS median_hours§FROM $a§JOIN $b ON $b.$a_id = $a.id§GROUP BY $a.country;',
];

export const tablePieces: readonly string[] = [
  'CREATE TABLE $a (§  id BIGINT PRIMARY KEY,§  $b_id BIGINT NOT NULL REFERENCES $b (id),§  status TEXT NOT NULL DEFAULT \'open\',§  amount NUMERIC(12, 2) NOT NULL,§  currency CHAR(3) NOT NULL,§  country CHAR(2),§  created_at TIMESTAMPTZ NOT NULL,§  deleted_at TIMESTAMPTZ§);',
  'CREATE INDEX $a_$b_idx ON $a ($b_id, created_at);',
  '-- $a: one row for each $b that was confirmed; rows are never removed, deleted_at is set instead.',
];

export const reviewWords: readonly string[] = [
  'The loop stops at the first deleted item instead of skipping it, so later amounts are lost.',
  'The result of the awaited call is not checked before it is used.',
  'This map is never emptied and will grow for as long as the process lives.',
  'The name does not say that the amount is in cents.',
  'A request that fails here is retried although it may already have been booked; please add an idempotency key.',
  'The error message contains the whole body, which may hold personal data.',
  'Looks right to me, and the tests cover the new branch.',
  'The date is taken in local time here and in UTC two lines below.',
  'This query runs once for every row of the list; one join would do.',
  'The new parameter is optional but the code reads it without a default.',
  'Please move this constant next to the one that it depends on.',
  'The case of an empty list is not tested.',
  'Rounding happens before the sum, so totals can be off by a cent for each line.',
  'The lock is not released when the second step throws.',
];

export const codeWishes: readonly string[] = [
  'Add a function that finds duplicates by id and keeps the newest one.',
  'Make this work with pages of $N entries instead of loading everything.',
  'Rewrite it so that it does not change its argument.',
  'Please add logging when the $a is missing and return early.',
  'Extend it to support several currencies; amounts stay in cents.',
  'Write the handler that cancels a $a and informs the $b.',
  'The import is slow for files above $N MB, can you make it stream?',
  'Replace the callback by async and await and keep the behaviour.',
];
