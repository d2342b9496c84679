<?php
/*
 * worker.php - the peer's background worker: what the upload put off.
 *
 * The same work as a unit's job here, in the usual way: up to 64 jobs of one
 * unit in one transaction, each statement over all of them. The deadline gives
 * the verdict, which gets an event and an audit row; the leaves' points, the
 * unit's points and the ranks of its block are written where they change.
 * Documents are not looked into. After a batch that was not full it rests 50 ms,
 * as ours does.
 */
declare(strict_types=1);

const REST_US = 50_000;
const MOST = 64;
const OVERTAKEN = 1000; // a number may be committed after later ones

const STATEMENTS = [
    'take' => 'DELETE FROM job WHERE number IN (SELECT number FROM job
        WHERE number > $1 AND unit = (SELECT unit FROM job
            WHERE number > $1 ORDER BY number LIMIT 1)
        ORDER BY number LIMIT ' . MOST . ' FOR UPDATE SKIP LOCKED)
        RETURNING number, submission, leaf',
    'judge' => "WITH judged AS (UPDATE submission s
            SET status = CASE WHEN s.latest < w.until
                THEN 'accepted' ELSE 'late' END
            FROM period w WHERE w.period = s.period
            AND s.id = ANY($1) AND s.status = 'queued'
            RETURNING s.id, s.unit, s.status),
        told AS (INSERT INTO event (kind, unit, submission, at)
            SELECT 'judged', unit, id, now() FROM judged),
        logged AS (INSERT INTO ledger (kind, entry, hash)
            SELECT 'verdict', entry, sha256(entry) FROM (SELECT convert_to(
                json_build_object('about', id, 'verdict', status)::text,
                'UTF8') AS entry FROM judged) e)
        SELECT count(*) FROM judged",
    'score' => "INSERT INTO score
        SELECT DISTINCT s.period, s.unit, c.leaf, c.most
        FROM unnest($1::bigint[], $2::text[]) AS j (submission, leaf)
        JOIN submission s ON s.id = j.submission
        JOIN criterion c ON (c.period, c.leaf) = (s.period, j.leaf)
        WHERE s.status = 'accepted'
        ON CONFLICT (period, unit, leaf) DO UPDATE SET points = EXCLUDED.points
        WHERE score.points IS DISTINCT FROM EXCLUDED.points",
    'total' => 'INSERT INTO result (period, unit, points)
        SELECT period, unit, sum(points) FROM score
        WHERE (period, unit) IN (SELECT period, unit FROM submission
            WHERE id = ANY($1)) GROUP BY period, unit
        ON CONFLICT (period, unit) DO UPDATE SET points = EXCLUDED.points
        WHERE result.points IS DISTINCT FROM EXCLUDED.points',
    'rank' => 'UPDATE result r SET rank = o.rank FROM (SELECT period, unit,
            rank() OVER (PARTITION BY period ORDER BY points DESC) AS rank
            FROM result) o
        WHERE (r.period, r.unit) = (o.period, o.unit)
        AND r.rank IS DISTINCT FROM o.rank',
];

function run(PgSql\Connection $db, string $name, array $values = []): array
{
    $done = pg_execute($db, $name, $values);
    if ($done === false) {
        fwrite(STDERR, pg_last_error($db));
        exit(1);
    }
    return pg_fetch_all($done);
}

function column(array $rows, string $name): string
{
    return '{' . implode(',', array_column($rows, $name)) . '}';
}

/* One batch: how many jobs it had. $newest is the newest number taken so far;
 * looking from the first one on would read all that was ever deleted. */
function work(PgSql\Connection $db, int &$newest): int
{
    pg_query($db, 'BEGIN');
    $taken = run($db, 'take', [$newest - OVERTAKEN]);
    if ($taken) {
        $ids = column($taken, 'submission');
        $newest = max($newest,
            ...array_map('intval', array_column($taken, 'number')));
        run($db, 'judge', [$ids]);
        run($db, 'score', [$ids, column($taken, 'leaf')]);
        run($db, 'total', [$ids]);
        run($db, 'rank');
    }
    pg_query($db, 'COMMIT');
    return count($taken);
}

$db = pg_connect("host={$argv[1]} dbname=postgres user=postgres")
    ?: exit(1);
foreach (STATEMENTS as $name => $statement) {
    pg_prepare($db, $name, $statement) ?: exit(1);
}
$newest = 0;
while (true) {
    if (work($db, $newest) < MOST) {
        usleep(REST_US);
    }
}
