<?php
/*
 * upload.php - the peer's upload: the same durable work, in the usual way.
 *
 * A token is looked up by its SHA-256; the criterion must be one of an open
 * period, and a document that the unit sent before is answered as it was then;
 * the body is hashed, written, flushed and renamed to its hash; one transaction
 * makes every row; then 202. The connection lasts from request to request.
 *
 * Plain, it is what the manual has: pg_query_params and hash(). Tuned
 * (scripts/bench --peer tuned), the connection keeps its prepared statements,
 * so that a request prepares nothing, and the hash is OpenSSL's, which in PHP
 * 8.2 is ten times as fast.
 */
declare(strict_types=1);

function refuse(int $status, string $why): never
{
    http_response_code($status);
    header('Content-Type: application/problem+json');
    $body = json_encode(['status' => $status, 'title' => $why]);
    header('Content-Length: ' . strlen($body));
    exit($body);
}

function answer(int $id, ?int $receipt = null): never
{
    header('Content-Type: application/json');
    header('Location: /submissions/' . $id, true, 202);
    $answer = json_encode(['id' => $id, 'status' => 'queued',
        'receipt' => $receipt]);
    header('Content-Length: ' . strlen($answer));
    exit($answer);
}

const STATEMENTS = [
    'token' => 'SELECT role, unit FROM token WHERE secret = $1',
    'admits' => 'SELECT c.most FROM period p JOIN criterion c USING (period)
        WHERE p.period = $1 AND c.leaf = $2
        AND to_timestamp($3) < p.until',
    'same' => 'SELECT s.id FROM submission s
        JOIN submission_leaf l ON l.submission = s.id
        WHERE s.unit = $1 AND s.period = $2 AND s.sha256 = $3 AND l.leaf = $4',
    'document' => 'INSERT INTO document VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING',
    'submission' => 'INSERT INTO submission
        (unit, period, sha256, name, earliest, latest)
        VALUES ($1, $2, $3, $4, to_timestamp($5), to_timestamp($6))
        RETURNING id',
    'leaf' => 'INSERT INTO submission_leaf VALUES ($1, $2, $3, $4)',
    'job' => 'INSERT INTO job (kind, unit, submission, leaf)
        VALUES ($1, $2, $3, $4)',
    'event' => 'INSERT INTO event (kind, unit, submission, at)
        VALUES ($1, $2, $3, to_timestamp($4))',
    'ledger' => 'INSERT INTO ledger (kind, entry, hash)
        VALUES ($1, $2, $3) RETURNING number',
];

const TUNED = 'tuned';

function run(PgSql\Connection $db, string $name, array $values): array
{
    $done = $_SERVER['PEER_STYLE'] === TUNED
        ? pg_execute($db, $name, $values)
        : pg_query_params($db, STATEMENTS[$name], $values);
    if ($done === false) {
        throw new RuntimeException(pg_last_error($db));
    }
    return pg_fetch_assoc($done) ?: [];
}

/* Whose token this is; [] when nobody's. A tuned connection that does not know
 * the first statement is new: it learns them all, before any transaction. */
function who(PgSql\Connection $db, string $token): array
{
    $hash = hex(hash('sha256', $token, true));
    if ($_SERVER['PEER_STYLE'] === TUNED) {
        if ($found = @pg_execute($db, 'token', [$hash])) {
            return pg_fetch_assoc($found) ?: [];
        }
        foreach (STATEMENTS as $name => $statement) {
            pg_prepare($db, $name, $statement) ?: refuse(503, 'no statement');
        }
    }
    return run($db, 'token', [$hash]);
}

function hex(string $bytes): string
{
    return '\\x' . bin2hex($bytes);
}

/* On disk under its hash before this returns. */
function keep(string $body, string $hash): void
{
    $folder = $_SERVER['PEER_DOCUMENTS'];
    $draft = $folder . '/' . bin2hex(random_bytes(12)) . '.part';
    $file = fopen($draft, 'x');
    if (fwrite($file, $body) !== strlen($body) || !fdatasync($file)) {
        refuse(503, 'no space');
    }
    fclose($file);
    rename($draft, $folder . '/' . $hash);
}

$received = microtime(true);
$token = substr($_SERVER['HTTP_AUTHORIZATION'] ?? '', strlen('Bearer '));
$db = pg_pconnect(
    "host={$_SERVER['PEER_DB']} dbname=postgres user=postgres")
    ?: refuse(503, 'no database');
$who = who($db, $token);
if (!$who || $who['unit'] !== ($_GET['unit'] ?? '')) {
    refuse(401, 'not allowed');
}
if (!run($db, 'admits', [$_GET['period'], $_GET['leaf'], $received])) {
    refuse(409, 'not open, or no such criterion');
}
$body = file_get_contents('php://input');
if (!str_starts_with($body, '%PDF-')) {
    refuse(415, 'not a PDF');
}
$digest = $_SERVER['PEER_STYLE'] === TUNED
    ? openssl_digest($body, 'sha256', true) : hash('sha256', $body, true);
$same = run($db, 'same', [$who['unit'], $_GET['period'], hex($digest),
    $_GET['leaf']]);
if ($same) {
    answer((int) $same['id']);
}
keep($body, bin2hex($digest));

pg_query($db, 'BEGIN');
try {
    run($db, 'document', [hex($digest), strlen($body), 'application/pdf']);
    $id = run($db, 'submission', [$who['unit'], $_GET['period'], hex($digest),
        $_GET['name'], $received, microtime(true)])['id'];
    run($db, 'leaf', [$_GET['period'], $who['unit'], $_GET['leaf'], $id]);
    run($db, 'job', ['check', $who['unit'], $id, $_GET['leaf']]);
    run($db, 'event', ['submission', $who['unit'], $id, $received]);
    $entry = json_encode(['submission' => $id, 'sha256' => bin2hex($digest),
        'unit' => $who['unit'], 'received' => $received]);
    $number = run($db, 'ledger', ['submission', hex($entry),
        hex(hash('sha256', $entry, true))])['number'];
    pg_query($db, 'COMMIT') ?: throw new RuntimeException('commit');
} catch (RuntimeException $e) {
    pg_query($db, 'ROLLBACK');
    refuse(500, $e->getMessage());
}
answer((int) $id, (int) $number);
