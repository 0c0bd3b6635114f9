// The contract as the canonical ABI passes it (component-model: CanonicalABI.md).
package main

import (
	"strings"
	"unicode/utf8"
	"unsafe"
)

const most = 1_000_000

type answer struct {
	isError uint8
	// The counts; or the case of the error in the first byte, and its limit.
	values [3]uint32
}

var (
	result answer
	kept   = map[*byte][]byte{} // what the caller wrote, until the call
)

//go:wasmexport cabi_realloc
func realloc(old unsafe.Pointer, had, align, size uint32) unsafe.Pointer {
	made := make([]byte, max(size, 1))
	kept[&made[0]] = made
	return unsafe.Pointer(&made[0])
}

//go:wasmexport my:tally/tally@0.1.0#count
func count(start unsafe.Pointer, length uint32) unsafe.Pointer {
	text := strings.Clone(unsafe.String((*byte)(start), length))
	clear(kept)
	characters := utf8.RuneCountInString(text)
	switch {
	case text == "":
		result = answer{isError: 1}
	case characters > most:
		result = answer{1, [3]uint32{1, most}}
	default:
		lines := strings.Count(text, "\n")
		if !strings.HasSuffix(text, "\n") {
			lines++
		}
		words := len(strings.Fields(text))
		result = answer{0, [3]uint32{uint32(lines), uint32(words), uint32(characters)}}
	}
	return unsafe.Pointer(&result)
}

func main() {}
