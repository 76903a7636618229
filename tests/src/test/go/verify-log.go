// Verifies a running log as an outsider does: golang.org/x/mod judges the checkpoint's signature, every entry through the
// tiles of hashes, and that the log of BEFORE (size and root as printed by an earlier run) is the beginning of this one.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles struct{}

func (tiles) Height() int                             { return 8 }
func (tiles) SaveTiles(saved []tlog.Tile, _ [][]byte) {}
func (tiles) ReadTiles(wanted []tlog.Tile) (read [][]byte, err error) {
	for _, tile := range wanted {
		read = append(read, fetch(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return read, nil
}

func fetch(path string) []byte {
	answer, err := http.Get(os.Getenv("LOG") + "/" + path)
	must(err)
	defer answer.Body.Close()
	bytes, err := io.ReadAll(answer.Body)
	must(err)
	if answer.StatusCode != 200 {
		log.Fatalf("%s: %d", path, answer.StatusCode)
	}
	return bytes
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func tree(text string) (tree tlog.Tree) {
	var root string
	fmt.Sscanf(text, "%d %s", &tree.N, &root)
	hash, err := tlog.ParseHash(root)
	must(err)
	tree.Hash = hash
	return tree
}

func main() {
	key, err := note.NewVerifier(os.Getenv("VKEY"))
	must(err)
	signed := fetch("checkpoint")
	checkpoint, err := note.Open(signed, note.VerifierList(key))
	must(err)
	if _, err := note.Open([]byte(strings.Replace(string(signed), "\n", "x\n", 1)), note.VerifierList(key)); err == nil {
		log.Fatal("a changed checkpoint was accepted")
	}
	lines := strings.Split(checkpoint.Text, "\n")
	now := tree(lines[1] + " " + lines[2])
	hashes := tlog.TileHashReader(now, tiles{})
	for first := int64(0); first < now.N; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(min(256, now.N-first))}
		bundle := fetch(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		for i := 0; i < tile.W; i++ {
			length := binary.BigEndian.Uint16(bundle)
			proof, err := tlog.ProveRecord(now.N, first+int64(i), hashes)
			must(err)
			entry := bundle[2 : 2+length]
			must(tlog.CheckRecord(proof, now.N, now.Hash, first+int64(i), tlog.RecordHash(entry)))
			entry[length/2] ^= 1
			if tlog.CheckRecord(proof, now.N, now.Hash, first+int64(i), tlog.RecordHash(entry)) == nil {
				log.Fatalf("changed entry %d was accepted", first+int64(i))
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			log.Fatal("bytes behind the last entry")
		}
	}
	if before := os.Getenv("BEFORE"); before != "" {
		older := tree(before)
		proof, err := tlog.ProveTree(now.N, older.N, hashes)
		must(err)
		must(tlog.CheckTree(proof, now.N, now.Hash, older.N, older.Hash))
	}
	fmt.Println(lines[1], lines[2])
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
