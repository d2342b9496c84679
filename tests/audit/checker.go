// checker.go - checks a published log with code that is not parindex's:
// golang.org/x/mod/sumdb (note, tlog).
//
//	checker [-receipts DIR] [-checkpoints DIR] VKEY FOLDER
//
// FOLDER holds checkpoint and tile/... as C2SP tlog-tiles lays them out. From
// the entries alone every hash is computed anew; then
//   - the checkpoint and each kept one must be signed and have that root,
//   - every file below tile/ must hold exactly those hashes or entries,
//   - any two checkpoints must be consistent by a proof,
//   - each receipt must prove its entry under a checkpoint of the same log.
//
// Exit status 0 when all of it holds, 1 when something does not.
package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type log struct {
	verifier note.Verifier
	folder   string
	entries  [][]byte
	hashes   []tlog.Hash // in tlog's storage order
	kept     map[tlog.Tree]bool
}

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(l.hashes)) {
			return nil, errors.New("beyond the log's end")
		}
		out[i] = l.hashes[x]
	}
	return out, nil
}

// checkpoint opens a signed note and reads its three lines.
func (l *log) checkpoint(text []byte) (tlog.Tree, error) {
	var tree tlog.Tree
	n, err := note.Open(text, note.VerifierList(l.verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != l.verifier.Name() {
		return tree, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return tree, errors.New("no tree size")
	}
	tree.N = size
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// bundle takes the entries of a bundle apart.
func bundle(data []byte) ([][]byte, error) {
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, errors.New("half a length")
		}
		n := int(data[0])<<8 | int(data[1])
		if len(data) < 2+n {
			return nil, errors.New("half an entry")
		}
		out = append(out, data[2:2+n])
		data = data[2+n:]
	}
	return out, nil
}

// name is the path of a tile behind "tile/LEVEL/".
func name(n int64, width int) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	if width < 1<<height {
		text += fmt.Sprintf(".p/%d", width)
	}
	return text
}

// load reads every entry of a tree of the given size and hashes it.
func (l *log) load(size int64) error {
	for n := int64(0); n<<height < size; n++ {
		width := 1 << height
		if left := size - n<<height; left < int64(width) {
			width = int(left)
		}
		path := filepath.Join(l.folder, "tile/entries", name(n, width))
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		entries, err := bundle(data)
		if err == nil && len(entries) != width {
			err = errors.New("another number of entries")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, entry := range entries {
			index := int64(len(l.entries))
			more, err := tlog.StoredHashes(index, entry, l)
			if err != nil {
				return err
			}
			l.hashes = append(l.hashes, more...)
			l.entries = append(l.entries, entry)
		}
	}
	return nil
}

// compare checks one file below tile/ against the entries.
func (l *log) compare(path string, data []byte) error {
	parts := strings.Split(filepath.ToSlash(path), "/")
	level := parts[0]
	width := 1 << height
	rest := parts[1:]
	if n := len(rest); n > 1 && strings.HasSuffix(rest[n-2], ".p") {
		w, err := strconv.Atoi(rest[n-1])
		if err != nil || w < 1 || w >= width {
			return errors.New("no width")
		}
		width = w
		rest[n-2] = strings.TrimSuffix(rest[n-2], ".p")
		rest = rest[:n-1]
	}
	number, err := strconv.ParseInt(strings.ReplaceAll(
		strings.Join(rest, ""), "x", ""), 10, 64)
	if err != nil {
		return err
	}
	var want []byte
	if level == "entries" {
		first := number << height
		if first+int64(width) > int64(len(l.entries)) {
			return errors.New("beyond the log's end")
		}
		for _, entry := range l.entries[first : first+int64(width)] {
			want = append(want, byte(len(entry)>>8), byte(len(entry)))
			want = append(want, entry...)
		}
	} else {
		deep, err := strconv.Atoi(level)
		if err != nil {
			return err
		}
		want, err = tlog.ReadTileData(tlog.Tile{H: height, L: deep,
			N: number, W: width}, l)
		if err != nil {
			return err
		}
	}
	if !bytes.Equal(want, data) {
		return errors.New("the entries give other bytes")
	}
	return nil
}

func (l *log) compareAll() (int, error) {
	files := 0
	root := filepath.Join(l.folder, "tile")
	err := filepath.Walk(root, func(path string, info os.FileInfo,
		err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		below, _ := filepath.Rel(root, path)
		if err := l.compare(below, data); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		files++
		return nil
	})
	return files, err
}

// consistent proves each tree's root from the entries, and any two of them
// consistent with each other.
func (l *log) consistent() (int, error) {
	var trees []tlog.Tree
	for tree := range l.kept {
		trees = append(trees, tree)
	}
	sort.Slice(trees, func(i, j int) bool { return trees[i].N < trees[j].N })
	pairs := 0
	for i, t := range trees {
		root, err := tlog.TreeHash(t.N, l)
		if err != nil {
			return pairs, err
		}
		if root != t.Hash {
			return pairs, fmt.Errorf(
				"the entries give another root at size %d", t.N)
		}
		for _, old := range trees[:i] {
			proof, err := tlog.ProveTree(t.N, old.N, l)
			if err != nil {
				return pairs, err
			}
			err = tlog.CheckTree(proof, t.N, t.Hash, old.N, old.Hash)
			if err != nil {
				return pairs, fmt.Errorf("sizes %d and %d: %w", old.N, t.N,
					err)
			}
			pairs++
		}
	}
	return pairs, nil
}

// receipt checks a C2SP tlog-proof; its checkpoint's tree is one that somebody
// kept.
func (l *log) receipt(text []byte) error {
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" ||
		!strings.HasPrefix(lines[1], "extra ") ||
		!strings.HasPrefix(lines[2], "index ") {
		return errors.New("not a receipt")
	}
	entry, err := base64.StdEncoding.Strict().DecodeString(lines[1][6:])
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(lines[2][6:], 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := l.checkpoint([]byte(signed))
	if err != nil {
		return err
	}
	err = tlog.CheckRecord(proof, tree.N, tree.Hash, index,
		tlog.RecordHash(entry))
	if err != nil {
		return err
	}
	if index >= int64(len(l.entries)) ||
		!bytes.Equal(l.entries[index], entry) {
		return errors.New("the published log has another entry there")
	}
	l.kept[tree] = true
	return nil
}

// each reads every file of a folder; none when the folder is "".
func each(folder string, check func(data []byte) error) (int, error) {
	if folder == "" {
		return 0, nil
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		path := filepath.Join(folder, file.Name())
		data, err := os.ReadFile(path)
		if err == nil {
			err = check(data)
		}
		if err != nil {
			return 0, fmt.Errorf("%s: %w", path, err)
		}
	}
	return len(files), nil
}

func run(vkey, folder, receipts, checkpoints string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	l := &log{verifier: verifier, folder: folder,
		kept: map[tlog.Tree]bool{}}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	newest, err := l.checkpoint(text)
	if err != nil {
		return err
	}
	if err := l.load(newest.N); err != nil {
		return err
	}
	l.kept[newest] = true
	notes, err := each(checkpoints, func(data []byte) error {
		tree, err := l.checkpoint(data)
		l.kept[tree] = err == nil
		return err
	})
	if err != nil {
		return err
	}
	held, err := each(receipts, l.receipt)
	if err != nil {
		return err
	}
	pairs, err := l.consistent()
	if err != nil {
		return err
	}
	files, err := l.compareAll()
	if err != nil {
		return err
	}
	fmt.Printf("%d entries, %d files, %d receipts, %d checkpoints and any "+
		"two trees of all these, %d pairs, hold\n", newest.N, files, held,
		notes+1, pairs)
	return nil
}

func main() {
	receipts := flag.String("receipts", "", "a folder of .tlog-proof files")
	checkpoints := flag.String("checkpoints", "", "a folder of signed notes")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr,
			"usage: checker [-receipts DIR] [-checkpoints DIR] VKEY FOLDER")
		os.Exit(2)
	}
	err := run(flag.Arg(0), flag.Arg(1), *receipts, *checkpoints)
	if err != nil {
		fmt.Fprintln(os.Stderr, "does not hold:", err)
		os.Exit(1)
	}
}
