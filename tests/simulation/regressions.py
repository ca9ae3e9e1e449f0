"""Seeds that have found something, run every time: what they found, before it was mended, beside them."""

FOUND = {
    17: "a flipped bit in a small push, which was not compressed, was stored under the right number",
}
