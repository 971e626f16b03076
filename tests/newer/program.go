// SPDX-License-Identifier: LGPL-2.1-or-later

// Program says what a binding to version 2 of the shelf finds in the library that is loaded.
package main

import (
	"errors"
	"fmt"

	"shelf"
)

// tell says how a call went.
func tell(what string, result any, err error) {
	switch {
	case err == nil:
		fmt.Println(what+":", result)
	case errors.Is(err, shelf.ErrUnsupported):
		fmt.Println(what+": refused:", err)
	default:
		fmt.Println(what+":", err)
	}
}

func main() {
	for _, symbol := range []string{"shelf_board_new", "shelf_board_label", "nix"} {
		fmt.Println("has", symbol, shelf.Has(symbol))
	}
	board, err := shelf.NewBoard()
	tell("new", err == nil, err)
	if err == nil {
		sum, err := board.Sum()
		tell("sum", sum, err)
		numbers, err := board.List()
		tell("list", numbers, err)
		book, err := board.GetBook()
		tell("book", book != nil, err)
		if err == nil {
			tell("close book", "closed", book.Close())
		}
		tell("close", "closed", board.Close())
	}
	tell("fail", "none", shelf.Fail())
}
