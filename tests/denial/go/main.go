// What a sealed Go program tries, as a command or behind an export (canonical ABI by hand).
package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"os"
	"time"
	"unsafe"
)

func attempt(what string) string {
	switch what {
	case "stdout":
		_, err := fmt.Println("Go on stdout")
		return outcome(err, "written")
	case "stdin":
		_, err := bufio.NewReader(os.Stdin).ReadByte()
		return outcome(err, "input")
	case "environment":
		return fmt.Sprint(os.Environ(), len(os.Args))
	case "open":
		_, err := os.ReadFile("secret.txt")
		return outcome(err, "opened")
	case "random":
		_, err := rand.Read(make([]byte, 8))
		return outcome(err, "random")
	case "clock":
		time.Sleep(time.Millisecond)
		return fmt.Sprint(time.Now().Year() > 2024)
	case "exit":
		os.Exit(3)
	}
	return "?"
}

func outcome(err error, done string) string {
	if err != nil {
		return err.Error()
	}
	return done
}

func main() {
	for _, what := range []string{"stdout", "stdin", "environment", "open", "random", "clock"} {
		fmt.Printf("%s: %s\n", what, attempt(what))
	}
	os.Exit(3)
}

var pinned = map[unsafe.Pointer][]byte{}

//go:wasmexport cabi_realloc
func realloc(old unsafe.Pointer, had, align, size uint32) unsafe.Pointer {
	piece := make([]byte, size+8)
	pinned[unsafe.Pointer(&piece[0])] = piece
	return unsafe.Pointer(&piece[0])
}

// Go's pointers have 64 bits, those of its memory 32.
var answer struct{ at, size uint32 }
var text string

//go:wasmexport test:denied/tries@0.1.0#attempt
func exported(at unsafe.Pointer, size uint32) unsafe.Pointer {
	text = attempt(string(unsafe.Slice((*byte)(at), size)))
	answer.at = uint32(uintptr(unsafe.Pointer(unsafe.StringData(text))))
	answer.size = uint32(len(text))
	return unsafe.Pointer(&answer)
}
